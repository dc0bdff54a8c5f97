package dev.linkspan.sandbox.points;

/** One call or command on its way; a point may hold it before or after it takes effect. */
public interface Passage {
  /** What no point waits for. */
  Passage FREE =
      new Passage() {
        @Override
        public boolean mayBegin() {
          return true;
        }

        @Override
        public boolean mayAnswer() {
          return true;
        }
      };

  /** Waits where it is held; false where it is never to take effect. */
  boolean mayBegin();

  /** The same after the effect; false where nobody is to hear of it. */
  boolean mayAnswer();
}
