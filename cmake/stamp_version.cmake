execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD OUTPUT_VARIABLE COMMIT
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
execute_process(COMMAND git -C ${SOURCE} status --porcelain --untracked-files=no OUTPUT_VARIABLE DIRTY
                OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT COMMIT)
  set(COMMIT "unknown")
elseif(DIRTY)
  string(APPEND COMMIT "+changes")
endif()
set(TEXT "// Made by cmake/stamp_version.cmake at each build.
#include \"control/cli/version.h\"

namespace caskade::cli {
const Version version{\"${VERSION}\", \"${COMMIT}\", \"${BUILD_TYPE}\"};
}  // namespace caskade::cli
")
if(EXISTS ${OUT})
  file(READ ${OUT} OLD)
endif()
if(NOT "${OLD}" STREQUAL "${TEXT}")
  file(WRITE ${OUT} "${TEXT}")
endif()
