package dev.linkspan.workflows.steps;

import java.util.List;

/**
 * A workflow's answer to the query {@code progress}.
 *
 * @param workflow its id
 * @param children workflow ids of its children, each of which answers the query too
 */
public record Progress(String workflow, String title, List<Step> steps, List<String> children) {}
