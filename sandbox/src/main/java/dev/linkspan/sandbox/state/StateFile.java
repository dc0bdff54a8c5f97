package dev.linkspan.sandbox.state;

import dev.linkspan.sandbox.json.Json;
import dev.linkspan.sandbox.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file with all resources. It is replaced atomically, so it is complete even after a crash. */
final class StateFile {
  private final Path file;

  StateFile(Path file) {
    this.file = file;
  }

  List<Resource> read() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      List<Resource> resources = new ArrayList<>();
      if (Json.object(Files.readAllBytes(file)).get("resources") instanceof List<?> list) {
        for (Object element : list) {
          resources.add(resource(asMap(element)));
        }
      }
      return resources;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the state file", e);
    }
  }

  void write(Collection<Resource> resources) {
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(
          fresh, Json.bytes(Map.of("resources", resources.stream().map(StateFile::map).toList())));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the state file", e);
    }
  }

  private static Map<String, Object> map(Resource resource) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", resource.type());
    map.put("id", resource.id());
    map.put("account", resource.account());
    map.put("region", resource.region());
    map.put("name", resource.name());
    map.put("status", resource.status());
    resource
        .next()
        .ifPresent(
            next -> {
              map.put("nextStatus", next.status());
              map.put("nextAt", next.at().toString());
            });
    map.put("tags", resource.tags());
    map.put("attributes", resource.attributes());
    map.put("createdAt", resource.createdAt().toString());
    return map;
  }

  private static Resource resource(Map<String, Object> map) {
    Map<String, String> tags = new LinkedHashMap<>();
    asMap(new JsonObject(map).value("tags"))
        .forEach((key, value) -> tags.put(key, String.valueOf(value)));
    return new Resource(
        text(map, "type"),
        text(map, "id"),
        text(map, "account"),
        text(map, "region"),
        text(map, "name"),
        text(map, "status"),
        Optional.ofNullable(map.get("nextStatus"))
            .map(
                status -> new Resource.Next(status.toString(), Instant.parse(text(map, "nextAt")))),
        tags,
        asMap(new JsonObject(map).value("attributes")),
        Instant.parse(text(map, "createdAt")));
  }

  private static String text(Map<String, Object> map, String key) {
    return String.valueOf(map.get(key));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }
}
