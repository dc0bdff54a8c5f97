package dev.linkspan.workflows.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskCategoriesTest {

  @ParameterizedTest
  @CsvSource({
    "ecs.t5-lc1m2.small, cloud_efficiency",
    "ecs.g5.large, cloud_efficiency",
    "ecs.sn2ne.large, cloud_efficiency",
    "ecs.c6.large, cloud_essd",
    "ecs.g7.xlarge, cloud_essd",
    "ecs.g8i.large, cloud_essd",
    "ecs.r7p.large, cloud_essd",
    "ecs.u1-c1m2.large, cloud_essd",
    "ecs.e-c1m1.large, cloud_essd"
  })
  void theUsualSystemDiskFollowsTheFamilyOfTheInstanceType(String type, String category) {
    assertThat(DiskCategories.usualFor(type)).isEqualTo(category);
  }
}
