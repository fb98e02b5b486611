# The forms of a verdict before validators of other makers, over all examples and a hostile policy. What these tests
# need comes from npm and from Debian's libxml2-utils; where it cannot be had they are skipped, and say so.
#
#     ctest -L validators
#
# validators/packages and validators/documents run before the others: the packages go into the build folder, and so do
# the documents, one folder a form.
if(TARGET gatec)
  set(validators ${CMAKE_CURRENT_SOURCE_DIR}/validators)
  set(validators_into ${CMAKE_CURRENT_BINARY_DIR}/validators)

  add_test(NAME validators/packages COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/npm.sh ${validators} ${validators_into})
  set_tests_properties(validators/packages PROPERTIES LABELS validators SKIP_RETURN_CODE 77
    FIXTURES_SETUP validators_packages TIMEOUT 600)
  add_test(NAME validators/documents COMMAND sh ${validators}/documents.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>
    ${PROJECT_VERSION} ${validators_into}/documents)
  set_tests_properties(validators/documents PROPERTIES LABELS validators FIXTURES_SETUP validators_documents)

  foreach(form json diff why sarif multitool tap ctrf gitlab github markdown intoto)
    add_test(NAME validators/${form} COMMAND sh ${validators}/run.sh ${validators_into} ${CMAKE_SOURCE_DIR} ${form})
    set_tests_properties(validators/${form} PROPERTIES LABELS validators SKIP_RETURN_CODE 77
      FIXTURES_REQUIRED "validators_packages;validators_documents")
  endforeach()
  add_test(NAME validators/junit COMMAND sh ${validators}/junit.sh ${validators} ${validators_into}/documents)
  set_tests_properties(validators/junit PROPERTIES LABELS validators SKIP_RETURN_CODE 77
    FIXTURES_REQUIRED validators_documents)
endif()
