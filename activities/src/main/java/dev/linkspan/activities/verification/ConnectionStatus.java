package dev.linkspan.activities.verification;

import dev.linkspan.activities.tidbcloud.PrivateLinkConnections.Domain;
import java.util.List;

/**
 * The state of a finished link on TiDB Cloud's side. States are the API's own words.
 *
 * @param state {@code ACTIVE} is good
 * @param message of the API; blank where there is none
 * @param uniqueNames the unique names whose domains are attached
 * @param domains that are attached
 */
record ConnectionStatus(
    String state, String message, List<String> uniqueNames, List<Domain> domains) {}
