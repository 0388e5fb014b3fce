# Version, commit and build type for `caskade version`, refreshed at each build without rebuilding more than one file.
set(CASKADE_VERSION_FILE ${CMAKE_BINARY_DIR}/generated/caskade_version.cc)
add_custom_target(caskade_version_stamp
  COMMAND ${CMAKE_COMMAND} -DOUT=${CASKADE_VERSION_FILE} -DSOURCE=${PROJECT_SOURCE_DIR} -DVERSION=${PROJECT_VERSION}
          -DBUILD_TYPE=${CMAKE_BUILD_TYPE} -P ${PROJECT_SOURCE_DIR}/cmake/stamp_version.cmake
  BYPRODUCTS ${CASKADE_VERSION_FILE})
add_library(caskade_version STATIC ${CASKADE_VERSION_FILE})
target_link_libraries(caskade_version PUBLIC caskade_flags)
add_dependencies(caskade_version caskade_version_stamp)
