package dev.linkspan.systemtests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Gives a test class the stack of light machines that all such classes share. The stack starts with
 * the first class and ends with the test run. The classes run one at a time, and each of them
 * removes its setups.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LightStack.Resolver.class)
@ResourceLock("light stack")
@interface LightStack {
  /**
   * Second octet of the machines' addresses; further setups at the same time use the next octets.
   */
  int NETWORK = 60;

  /** Passes the stack as a parameter to {@code @BeforeAll} methods. */
  final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == LocalStack.class;
    }

    @Override
    public LocalStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
      LocalStack stack =
          context
              .getRoot()
              .getStore(Namespace.create(LightStack.class))
              .computeIfAbsent(LocalStack.class, type -> start(), LocalStack.class);
      // Otherwise, the failure of one class would look like a failure of the next one.
      Expected.assertNothingLeft(stack.sandbox());
      return stack;
    }

    private static LocalStack start() {
      return LocalStack.start(NETWORK, "0.1", "light");
    }
  }
}
