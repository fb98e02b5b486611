# What the documents say is run: the recipes of the cookbook, the examples of the language reference,
# and every block of output that a document shows.
if(TARGET gatec)
  set(cookbook ${CMAKE_CURRENT_SOURCE_DIR}/cookbook)
  foreach(name recipes language blocks links)
    add_test(NAME cookbook/${name} COMMAND sh ${cookbook}/${name}.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
    set_tests_properties(cookbook/${name} PROPERTIES LABELS docs)
  endforeach()
endif()
