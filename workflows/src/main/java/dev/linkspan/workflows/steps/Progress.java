package dev.linkspan.workflows.steps;

import java.util.List;

/**
 * What a workflow answers to the query {@code progress}.
 *
 * @param workflow its id
 * @param children ids of the child workflows whose own progress belongs under this one
 */
public record Progress(String workflow, String title, List<Step> steps, List<String> children) {}
