# The linter: findings where cases name them and nowhere else, and fixes that leave verdicts as they are.
if(TARGET gatec)
  foreach(name cases fixes)
    add_test(NAME lint/${name} COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/lint/${name}.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
    set_tests_properties(lint/${name} PROPERTIES LABELS case)
  endforeach()
endif()
