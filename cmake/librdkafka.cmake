# librdkafka as the target caskade_librdkafka: the pinned static build that tools/build_librdkafka leaves in the cache,
# or with -DCASKADE_SYSTEM_LIBRDKAFKA=ON the system's. Why not simply Debian's: third_party/README.md.
option(CASKADE_SYSTEM_LIBRDKAFKA "Use the system's librdkafka (2.6.1 or newer) instead of the pinned one" OFF)
set(CASKADE_LIBRDKAFKA_VERSION 2.12.1)
add_library(caskade_librdkafka INTERFACE)

if(CASKADE_SYSTEM_LIBRDKAFKA)
  pkg_check_modules(rdkafka REQUIRED IMPORTED_TARGET rdkafka>=2.6.1)
  target_link_libraries(caskade_librdkafka INTERFACE PkgConfig::rdkafka)
else()
  if(DEFINED ENV{CASKADE_CACHE_DIR})
    set(CASKADE_CACHE_DIR $ENV{CASKADE_CACHE_DIR})
  else()
    set(CASKADE_CACHE_DIR $ENV{HOME}/.cache/caskade)
  endif()
  set(rdkafka_root ${CASKADE_CACHE_DIR}/librdkafka-${CASKADE_LIBRDKAFKA_VERSION})
  if(NOT EXISTS ${rdkafka_root}/.complete)
    message(FATAL_ERROR "librdkafka ${CASKADE_LIBRDKAFKA_VERSION} is not built yet (looked in ${rdkafka_root}). "
                        "Run tools/build_librdkafka once (about three minutes), or configure with "
                        "-DCASKADE_SYSTEM_LIBRDKAFKA=ON to use a system librdkafka of 2.6.1 or newer.")
  endif()
  find_package(ZLIB REQUIRED)
  target_include_directories(caskade_librdkafka SYSTEM INTERFACE ${rdkafka_root}/include)
  # By full path, and after librdkafka.a, so that they are the copies it was built with.
  target_link_libraries(caskade_librdkafka INTERFACE
    ${rdkafka_root}/lib/librdkafka.a ${rdkafka_root}/lib/libzstd.a ${rdkafka_root}/lib/liblz4.a
    OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB Threads::Threads ${CMAKE_DL_LIBS} m)
endif()
