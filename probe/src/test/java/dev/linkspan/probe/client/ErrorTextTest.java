package dev.linkspan.probe.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
  @Test
  void anErrorIsOneLineWithItsCause() {
    Throwable cause = new IllegalStateException("first\nsecond");
    assertThat(ErrorText.of(new ExecutionException(new CompletionException(cause))))
        .isEqualTo("IllegalStateException: first");
  }

  @Test
  void anErrorWithoutAMessageIsItsClass() {
    assertThat(ErrorText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    assertThat(ErrorText.of(new ExecutionException(null))).isEqualTo("ExecutionException");
  }
}
