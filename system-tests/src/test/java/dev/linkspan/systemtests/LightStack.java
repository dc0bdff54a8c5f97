package dev.linkspan.systemtests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * Gives a test class one of the stacks of light machines that such classes share. A stack starts
 * with its first class and ends with the test run. The classes of one stack run one at a time, and
 * each of them removes its setups.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(LightStack.Resolver.class)
@ResourceLock(providers = LightStack.Locks.class)
@interface LightStack {
  /** The stack of this class. With several, classes wait less for their turn. */
  Shared value();

  /** The stacks. A setup beside others on one stack has one of the next networks. */
  enum Shared {
    /** For crashes of the product's own processes, and faults of the clouds. */
    FAULTS(60),
    /** For what people do by mistake. */
    MISTAKES(70),
    /** For what the product asks people, and what they decide. */
    DECISIONS(34),
    /** For links that stand for a while. */
    LINKS(80);

    private final int network;

    Shared(int network) {
      this.network = network;
    }

    /** Starts such a stack for somebody who closes it. */
    LocalStack start() {
      LocalStack stack = LocalStack.start(network, "0.1", "light");
      // Its setups share an API key.
      stack.sandbox().set("tidbcloud.requestsPerMinute", "100000");
      return stack;
    }

    private static Shared of(Class<?> testClass) {
      return testClass.getAnnotation(LightStack.class).value();
    }
  }

  /** Lets the classes of one stack take turns. */
  final class Locks implements ResourceLocksProvider {
    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
      return Set.of(new Lock("light stack " + Shared.of(testClass)));
    }
  }

  /** Passes the stack as a parameter to {@code @BeforeAll} methods. */
  final class Resolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == LocalStack.class;
    }

    @Override
    public LocalStack resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Shared shared = Shared.of(context.getRequiredTestClass());
      LocalStack stack =
          context
              .getRoot()
              .getStore(Namespace.create(LightStack.class))
              .computeIfAbsent(shared, Shared::start, LocalStack.class);
      // Otherwise, the failure of one class would look like a failure of the next one.
      Expected.assertNothingLeft(stack.sandbox());
      return stack;
    }
  }
}
