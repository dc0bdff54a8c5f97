package dev.linkspan.sandbox.ecs;

import dev.linkspan.sandbox.api.Call;
import dev.linkspan.sandbox.api.Names;
import dev.linkspan.sandbox.api.Page;
import dev.linkspan.sandbox.api.Parameters;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The public images of the sandbox. */
final class Images {
  private record Image(
      String id, String name, String osName, String family, String created, int sizeGiB) {}

  private static final List<Image> ALL =
      List.of(
          new Image(
              "aliyun_3_x64_20G_alibase_20240819.vhd",
              "aliyun_3_x64_20G_alibase_20240819.vhd",
              "Alibaba Cloud Linux  3.2104 LTS 64 bit",
              "acs:alibaba_cloud_linux_3_2104_lts_x64",
              "2024-08-19T09:12:00Z",
              20),
          new Image(
              "aliyun_3_x64_20G_alibase_20250117.vhd",
              "aliyun_3_x64_20G_alibase_20250117.vhd",
              "Alibaba Cloud Linux  3.2104 LTS 64 bit",
              "acs:alibaba_cloud_linux_3_2104_lts_x64",
              "2025-01-17T08:40:00Z",
              20),
          new Image(
              "ubuntu_22_04_x64_20G_alibase_20250113.vhd",
              "ubuntu_22_04_x64_20G_alibase_20250113.vhd",
              "Ubuntu  22.04 64 bit",
              "acs:ubuntu_22_04_x64",
              "2025-01-13T07:05:00Z",
              20));

  private Images() {}

  /** Returns the id of the requested image, or of the newest image of the requested family. */
  static String choose(Parameters p) {
    Optional<String> id = p.text("ImageId");
    Optional<String> family = p.text("ImageFamily");
    if (id.isPresent() && family.isPresent()) {
      throw EcsErrors.error(
          400,
          "UnexpectedImageFamily.ImageIdSupplied",
          "ImageId and ImageFamily cannot be used together.");
    }
    if (family.isPresent()) {
      return ALL.stream()
          .filter(image -> image.family().equals(family.get()))
          .max(Comparator.comparing(Image::created))
          .map(Image::id)
          .orElseThrow(
              () ->
                  EcsErrors.error(
                      403,
                      "InvalidImageFamily.MissingAvailableImage",
                      "The specified ImageFamily has no available image."));
    }
    String wanted = p.required("ImageId");
    if (ALL.stream().noneMatch(image -> image.id().equals(wanted))) {
      throw EcsErrors.error(
          404, "InvalidImageId.NotFound", "The specified ImageId does not exist.");
    }
    return wanted;
  }

  /** Returns the name of the operating system of an image; empty for an unknown image. */
  static String osName(String id) {
    return ALL.stream()
        .filter(image -> image.id().equals(id))
        .map(Image::osName)
        .findFirst()
        .orElse("");
  }

  static Map<String, Object> describe(Call call) {
    Parameters p = call.parameters();
    p.required("RegionId");
    boolean offered =
        p.text("ImageOwnerAlias", "system").equals("system")
            && p.text("Architecture", "x86_64").equals("x86_64")
            && p.text("OSType", "linux").equals("linux")
            && p.text("Status", "Available").contains("Available");
    List<String> ids = List.of(p.text("ImageId", "").split(",", -1));
    List<Image> found =
        ALL.stream()
            .filter(image -> offered)
            .filter(image -> p.text("ImageId").isEmpty() || ids.contains(image.id()))
            .filter(image -> Names.matches(p.text("ImageName", "*"), image.name()))
            .filter(image -> image.family().equals(p.text("ImageFamily", image.family())))
            .toList();
    Page<Image> page = Page.numbered(found, p, 10, 100);
    Map<String, Object> body = new LinkedHashMap<>(page.fields());
    body.put("RegionId", call.region());
    body.put("Images", Map.of("Image", page.show(Images::view)));
    return body;
  }

  private static Map<String, Object> view(Image image) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("ImageId", image.id());
    view.put("ImageName", image.name());
    view.put("ImageFamily", image.family());
    view.put("ImageOwnerAlias", "system");
    view.put("OSName", image.osName());
    view.put("OSType", "linux");
    view.put("Platform", image.osName().startsWith("Ubuntu") ? "Ubuntu" : "Aliyun");
    view.put("Architecture", "x86_64");
    view.put("Size", image.sizeGiB());
    view.put("Status", "Available");
    view.put("IsSupportCloudinit", true);
    view.put("IsSupportIoOptimized", true);
    view.put("CreationTime", image.created());
    view.put("OSNameEn", image.osName());
    view.put("Description", "");
    view.put("Progress", "100%");
    view.put("Usage", "none");
    view.put("IsPublic", true);
    view.put("IsCopied", false);
    view.put("IsSelfShared", "");
    view.put("IsSubscribed", false);
    view.put("ImageVersion", "");
    view.put("ProductCode", "");
    view.put("ResourceGroupId", "");
    view.put("DiskDeviceMappings", Map.of("DiskDeviceMapping", List.of()));
    view.put("Tags", Map.of("Tag", List.of()));
    return view;
  }
}
