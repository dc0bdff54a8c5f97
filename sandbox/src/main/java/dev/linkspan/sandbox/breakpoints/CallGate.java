package dev.linkspan.sandbox.breakpoints;

/** Lets one call or command pass. A breakpoint can hold it before or after it takes effect. */
public interface CallGate {
  /** The gate of a call that no breakpoint holds. */
  CallGate OPEN =
      new CallGate() {
        @Override
        public boolean mayTakeEffect() {
          return true;
        }

        @Override
        public boolean mayAnswer() {
          return true;
        }
      };

  /**
   * Waits while a breakpoint holds the call before its effect.
   *
   * @return false if the call must not take effect
   */
  boolean mayTakeEffect();

  /**
   * Waits while a breakpoint holds the call after its effect.
   *
   * @return false if the caller must not get a response
   */
  boolean mayAnswer();
}
