package dev.linkspan.workflows.spec;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system disk that goes with an instance type where the spec names none. Older families, among
 * them the guide's t5, take ultra disks; families from the sixth generation on, and the families u
 * and e, are sold with ESSDs, some with nothing else. Source: Alibaba Cloud's overview of instance
 * families. Preflight compares the category with what each zone has on sale.
 */
final class DiskCategories {
  private static final String ULTRA_DISK = "cloud_efficiency";
  private static final String ESSD = "cloud_essd";
  private static final int FIRST_GENERATION_WITH_ESSD = 6;
  private static final Pattern FAMILY = Pattern.compile("ecs\\.([a-z]+)(\\d*).*");

  private DiskCategories() {}

  /** The category for an instance type such as {@code ecs.g7.large}. */
  static String usualFor(String instanceType) {
    Matcher family = FAMILY.matcher(instanceType);
    if (!family.matches()) {
      return ULTRA_DISK;
    }
    boolean newer =
        !family.group(2).isEmpty()
            && Integer.parseInt(family.group(2)) >= FIRST_GENERATION_WITH_ESSD;
    boolean universal = family.group(1).equals("u") || family.group(1).equals("e");
    return newer || universal ? ESSD : ULTRA_DISK;
  }
}
