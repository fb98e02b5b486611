# Memory runs out, at every allocation in turn.
add_executable(oom ${CMAKE_CURRENT_SOURCE_DIR}/oom.c)
target_compile_options(oom PRIVATE -Wall -Wextra)
target_link_libraries(oom PRIVATE gatec_library)
target_link_options(oom PRIVATE -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free)
add_test(NAME oom COMMAND oom ${CMAKE_CURRENT_SOURCE_DIR}/oom)
set_tests_properties(oom PROPERTIES LABELS case TIMEOUT 120)
