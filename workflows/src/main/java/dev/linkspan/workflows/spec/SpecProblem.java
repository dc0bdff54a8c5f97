package dev.linkspan.workflows.spec;

/**
 * One problem of a spec. Never repeats a value that looks like a secret.
 *
 * @param line its line in the file, counted from 1
 * @param path the field, for example {@code network.zones[0].cidr}; empty for the whole file
 * @param problem what is wrong
 * @param remedy what to write instead
 */
public record SpecProblem(int line, String path, String problem, String remedy) {

  /** One line: {@code line 7: network.vpcCidr: <problem>. <remedy>}. */
  public String text() {
    return "line " + line + ": " + (path.isEmpty() ? "" : path + ": ") + problem + ". " + remedy;
  }
}
