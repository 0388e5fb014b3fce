// Empty: tools/build_librdkafka takes librdkafka.a and rdkafka.h from the build of the dependency rdkafka-sys.
