package dev.faroe.web;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.faroe.security.Secret;

import org.springframework.util.Assert;

/**
 * What can be set about the REST API.
 *
 * @param basePath what every path starts with: empty, or with a leading and without a
 * trailing slash
 * @param credentials the credentials that are accepted, at least one
 * @param groups the groups of endpoints that exist
 * @param maxBodySize the size of the largest body that is read, in bytes
 * @param requestTimeout how long a request may take before it is answered with
 * {@link dev.faroe.FaroeError#SERVICE_UNAVAILABLE}
 * @param openApi whether the API describes itself with an OpenAPI document
 */
public record RestSettings(String basePath, List<Secret> credentials, Set<EndpointGroup> groups, int maxBodySize,
		Duration requestTimeout, boolean openApi) {

	public RestSettings {
		Assert.isTrue(basePath.isEmpty() || (basePath.startsWith("/") && !basePath.endsWith("/")),
				"basePath must be empty, or start and not end with a slash");
		Assert.notEmpty(credentials, "credentials must not be empty");
		Assert.isTrue(maxBodySize > 0, "maxBodySize must be positive");
		Assert.isTrue(requestTimeout.compareTo(Duration.ZERO) > 0, "requestTimeout must be positive");
		credentials = List.copyOf(credentials);
		groups = Set.copyOf(groups);
	}

}
