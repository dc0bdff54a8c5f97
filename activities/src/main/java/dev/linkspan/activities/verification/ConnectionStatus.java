package dev.linkspan.activities.verification;

import java.util.List;
import java.util.Optional;

/**
 * The state of a finished link on TiDB Cloud's side. States are the API's own words.
 *
 * @param state {@code ACTIVE} is good
 * @param message of the API; blank where there is none
 * @param serviceName of the endpoint service that it leads to; empty where the API names none
 * @param endpointId of TiDB Cloud's endpoint; empty where the API names none
 * @param uniqueNames the unique names whose domains are attached
 * @param domains the names of the attached domains that did not fail
 * @param failures of attached domains, in words; blank where none failed
 */
record ConnectionStatus(
    String state,
    String message,
    Optional<String> serviceName,
    Optional<String> endpointId,
    List<String> uniqueNames,
    List<String> domains,
    String failures) {}
