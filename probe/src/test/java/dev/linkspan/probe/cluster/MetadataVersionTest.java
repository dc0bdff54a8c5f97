package dev.linkspan.probe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetadataVersionTest {
  @Test
  void aLevelBelongsToARelease() {
    assertThat(MetadataVersion.release(19)).isEqualTo("3.7");
    assertThat(MetadataVersion.release(20)).isEqualTo("3.8");
    assertThat(MetadataVersion.release(31)).isEqualTo("4.4");
    assertThat(MetadataVersion.release(-1)).isEmpty();
  }
}
