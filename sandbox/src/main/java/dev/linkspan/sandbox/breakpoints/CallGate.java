package dev.linkspan.sandbox.breakpoints;

/** One call or command on its way; a point may hold it before or after it takes effect. */
public interface CallGate {
  /** What no point waits for. */
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

  /** Waits where it is held; false where it is never to take effect. */
  boolean mayTakeEffect();

  /** The same after the effect; false where nobody is to hear of it. */
  boolean mayAnswer();
}
