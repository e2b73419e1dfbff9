// With a file of assembly the compiler takes functions without a body, which the linker finds in Knative.
