# The page in Chromium, with packages from npm in the build directory: skipped where either is not to be had.
if(TARGET gatec)
  add_test(NAME browser/html COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/browser/browser.sh ${CMAKE_SOURCE_DIR} $<TARGET_FILE:gatec>
    ${CMAKE_BINARY_DIR}/browser)
  set_tests_properties(browser/html PROPERTIES LABELS browser SKIP_RETURN_CODE 77 TIMEOUT 900)
endif()
