package dev.linkspan.workflows.repair;

/**
 * A step of a repair.
 *
 * @param name of the step in the progress
 * @param work runs the step
 */
record RepairStep(String name, Runnable work) {}
