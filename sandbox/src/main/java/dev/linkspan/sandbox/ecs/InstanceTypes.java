package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Page;
import dev.linkspan.sandbox.api.Parameters;
import dev.linkspan.sandbox.json.Fields;
import java.util.List;
import java.util.Map;

/** The operation DescribeInstanceTypes: the types of {@link Stock}, in every region. */
final class InstanceTypes {
  private static final int MAX_RESULTS = 100;

  private InstanceTypes() {}

  static Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    List<String> names = p.texts("InstanceTypes");
    List<Stock.Type> found =
        Stock.all().stream()
            .filter(type -> names.isEmpty() || names.contains(type.name()))
            .filter(type -> EcsResources.same(p, "InstanceTypeFamily", family(type.name())))
            .filter(type -> type.cpus() >= p.integer("MinimumCpuCoreCount", 0))
            .filter(type -> type.cpus() <= p.integer("MaximumCpuCoreCount", Integer.MAX_VALUE))
            .filter(type -> type.memoryGiB() >= number(p, "MinimumMemorySize", 0))
            .filter(type -> type.memoryGiB() <= number(p, "MaximumMemorySize", Double.MAX_VALUE))
            .toList();
    int size = Math.max(1, Math.min(MAX_RESULTS, p.integer("MaxResults", MAX_RESULTS)));
    Page<Stock.Type> page = Page.byToken(found, p.text("NextToken", ""), size);
    return Fields.of(
        "NextToken",
        page.fields().getOrDefault("NextToken", ""),
        "InstanceTypes",
        Map.of("InstanceType", page.show(InstanceTypes::view)));
  }

  private static double number(Parameters p, String name, double defaultValue) {
    return p.text(name).map(Double::parseDouble).orElse(defaultValue);
  }

  /** Returns the family of a type: its name without the size. */
  static String family(String type) {
    return type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }

  private static Map<String, Object> view(Stock.Type type) {
    boolean burstable = type.name().startsWith("ecs.t");
    return Fields.of(
        "InstanceTypeId",
        type.name(),
        "InstanceTypeFamily",
        family(type.name()),
        "InstanceFamilyLevel",
        burstable ? "CreditEntryLevel" : "EnterpriseLevel",
        "InstanceCategory",
        burstable ? "Burstable" : "General-purpose",
        "CpuCoreCount",
        type.cpus(),
        "CpuArchitecture",
        "X86",
        "MemorySize",
        type.memoryGiB(),
        "GPUAmount",
        0,
        "GPUSpec",
        "",
        "LocalStorageAmount",
        0,
        "LocalStorageCategory",
        "",
        "NvmeSupport",
        "unsupported",
        "EniQuantity",
        2,
        "EniPrivateIpAddressQuantity",
        2);
  }
}
