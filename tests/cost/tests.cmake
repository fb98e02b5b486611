# The bound of `--cost` against what runs use.
if(TARGET gatec)
  add_executable(cost_audit ${CMAKE_CURRENT_LIST_DIR}/audit.c)
  target_compile_options(cost_audit PRIVATE ${GATEC_WARNINGS})
  target_link_libraries(cost_audit PRIVATE gatec_library)
  add_test(NAME cost/examples COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/audit.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>
    ${PROJECT_VERSION} $<TARGET_FILE:cost_audit>)
  set_tests_properties(cost/examples PROPERTIES LABELS cost)
endif()
