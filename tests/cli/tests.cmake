# The command line as its users meet it: one shell script a theme. Each is handed the root, the binary and
# the project's version, and works in a scratch folder of its own (tests/cli/kit.sh).
if(TARGET gatec)
  file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/test_*.sh)
  foreach(script IN LISTS scripts)
    get_filename_component(name ${script} NAME_WE)
    string(REPLACE test_ "" name ${name})
    add_test(NAME cli/${name} COMMAND sh ${script} ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec> ${PROJECT_VERSION})
    set_tests_properties(cli/${name} PROPERTIES LABELS cli SKIP_RETURN_CODE 77)
  endforeach()

  # A host program that links the library.
  add_executable(embed ${CMAKE_SOURCE_DIR}/examples/embed.c)
  target_compile_options(embed PRIVATE -Wall -Wextra)
  target_link_libraries(embed PRIVATE gatec_library)
  add_test(NAME cli/embed COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/cli/embed.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:embed>)
  set_tests_properties(cli/embed PROPERTIES LABELS cli)
endif()
