package dev.linkspan.starter.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

  @Test
  void aProcessThatExitedAtOnceIsNotALaterOneWithItsPid() {
    long pid = ProcessHandle.current().pid();

    assertThat(ProcessIdentity.of(pid).orElseThrow().alive()).isTrue();
    assertThat(ProcessIdentity.exited(pid).alive()).isFalse();
    assertThat(ProcessIdentity.parse(ProcessIdentity.exited(pid).text()))
        .contains(ProcessIdentity.exited(pid));
  }
}
