# What a reviewer understands of the text form alone, held against the truth.
if(TARGET gatec)
  add_test(NAME trials COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/trials/trials.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>)
  set_tests_properties(trials PROPERTIES LABELS case)
endif()
