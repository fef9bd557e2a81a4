# pintle_library(NAME <folder of src> SOURCES ... [TESTS ...] [DEPENDS <other folders>] [LINK <external targets>] [TEST_LINK ...])
#
# One folder of src/ is one layer and one library. DEPENDS names the layers it may include; `tools/layercheck` holds the sources
# against it. Tests sit beside their sources and are linked into one test program per layer, <name>_test, known to ctest.
# Also made: <name>_headers, which compiles each header alone.
add_custom_target(headers)
# Everything that ctest runs, without the server: what the sanitizer builds build.
add_custom_target(unit_tests)

function(pintle_library)
  cmake_parse_arguments(ARG "" "NAME" "SOURCES;TESTS;DEPENDS;LINK;TEST_LINK" ${ARGN})
  add_library(pintle_${ARG_NAME} STATIC ${ARG_SOURCES})
  target_include_directories(pintle_${ARG_NAME} PUBLIC "${CMAKE_SOURCE_DIR}/src" "${CMAKE_BINARY_DIR}/generated")
  list(TRANSFORM ARG_DEPENDS PREPEND pintle_ OUTPUT_VARIABLE depends)
  target_link_libraries(pintle_${ARG_NAME} PUBLIC ${depends} PRIVATE ${ARG_LINK})
  set_property(GLOBAL APPEND PROPERTY PINTLE_LAYERS "${ARG_NAME}:${ARG_DEPENDS}")

  if(ARG_TESTS)
    add_executable(${ARG_NAME}_test ${ARG_TESTS})
    target_link_libraries(${ARG_NAME}_test PRIVATE pintle_${ARG_NAME} ${ARG_LINK} ${ARG_TEST_LINK} GTest::gmock GTest::gtest_main Threads::Threads)
    add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME}_test)
    add_dependencies(unit_tests ${ARG_NAME}_test)
    set_tests_properties(${ARG_NAME} PROPERTIES LABELS unit)
  endif()

  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/*.h")
  set(alone)
  foreach(header ${headers})
    file(RELATIVE_PATH relative "${CMAKE_SOURCE_DIR}/src" "${header}")
    string(REPLACE "/" "_" unit "${relative}")
    set(unit "${CMAKE_BINARY_DIR}/headers/${unit}.cc")
    if(NOT EXISTS "${unit}")
      file(WRITE "${unit}" "#include \"${relative}\"\n#include \"${relative}\"  // twice: the guard holds\n")
    endif()
    list(APPEND alone "${unit}")
  endforeach()
  if(alone)
    add_library(${ARG_NAME}_headers OBJECT EXCLUDE_FROM_ALL ${alone})
    target_link_libraries(${ARG_NAME}_headers PRIVATE pintle_${ARG_NAME} ${ARG_LINK})
    add_dependencies(headers ${ARG_NAME}_headers)
  endif()
endfunction()

# pintle_fuzz(<name> <source> <layers...>): a libFuzzer target, built in the preset `fuzz`; elsewhere the same source is linked with
# fuzz/replay_main.cc, which runs the committed corpus (fuzz/corpus/<name>/) once, as a test.
function(pintle_fuzz name source)
  list(TRANSFORM ARGN PREPEND pintle_ OUTPUT_VARIABLE depends)
  if(PINTLE_FUZZ)
    add_executable(fuzz_${name} "${source}")
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(fuzz_${name} "${source}" "${CMAKE_SOURCE_DIR}/fuzz/replay_main.cc")
    add_dependencies(unit_tests fuzz_${name})
    add_test(NAME fuzz_${name} COMMAND fuzz_${name} "${CMAKE_SOURCE_DIR}/fuzz/corpus/${name}")
    set_tests_properties(fuzz_${name} PROPERTIES LABELS unit)
  endif()
  target_link_libraries(fuzz_${name} PRIVATE ${depends})
endfunction()
