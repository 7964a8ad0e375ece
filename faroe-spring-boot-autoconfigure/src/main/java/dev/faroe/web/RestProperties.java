package dev.faroe.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * What a host application sets about the REST API.
 *
 * @param enabled Whether the application serves the REST API.
 * @param basePath Path below which the endpoints are, for example /auth. Empty, or with a
 * leading and without a trailing slash.
 * @param credential What clients send as the Authorization header. Required when the REST
 * API is enabled. Fewer than 16 characters are a warning at start-up.
 * @param previousCredentials Credentials that are still accepted, for rotation.
 * @param include Groups of endpoints to serve. When it names none of the REST API
 * reference, those are all served. The group sdk-0.2 is served only when it is named.
 * @param exclude Groups of endpoints not to serve.
 * @param maxBodySize Size of the largest request body that is read.
 * @param requestTimeout How long a request may take before it is answered with
 * SERVICE_UNAVAILABLE.
 * @param claimUnknownPaths Whether every path below the base path is Faroe's, so that
 * unknown ones are answered with NOT_FOUND. By default they are when there is a base
 * path, and are left to the application when there is none.
 * @param openapi The OpenAPI document.
 */
@ConfigurationProperties("faroe.rest")
record RestProperties(@DefaultValue("false") boolean enabled, @DefaultValue("") String basePath,
		@JsonIgnore @Nullable String credential, @JsonIgnore @DefaultValue List<String> previousCredentials,
		@DefaultValue Set<EndpointGroup> include, @DefaultValue Set<EndpointGroup> exclude,
		@DefaultValue("64KB") DataSize maxBodySize, @DefaultValue("30s") Duration requestTimeout,
		@Nullable Boolean claimUnknownPaths, @DefaultValue OpenApi openapi) {

	RestProperties {
		Assert.isTrue(basePath.matches("(/[^/{}*?#\\s]+)*"),
				"basePath must be empty, or start and not end with a slash");
		Assert.isTrue(maxBodySize.toBytes() > 0 && maxBodySize.toBytes() <= Integer.MAX_VALUE,
				"maxBodySize must be positive and less than 2GB");
		Assert.isTrue(requestTimeout.compareTo(Duration.ZERO) > 0, "requestTimeout must be positive");
	}

	/**
	 * Return the groups of endpoints to serve.
	 * @return the included ones, or all documented ones if none of these is, without the
	 * excluded ones
	 */
	Set<EndpointGroup> groups() {
		Set<EndpointGroup> groups = EnumSet.noneOf(EndpointGroup.class);
		groups.addAll(this.include);
		if (groups.stream().noneMatch(EndpointGroup::isDocumented)) {
			Arrays.stream(EndpointGroup.values()).filter(EndpointGroup::isDocumented).forEach(groups::add);
		}
		groups.removeAll(this.exclude);
		return groups;
	}

	boolean claimsUnknownPaths() {
		return (this.claimUnknownPaths != null) ? this.claimUnknownPaths : !this.basePath.isEmpty();
	}

	/**
	 * Return a text without the credentials.
	 */
	@Override
	public String toString() {
		return "RestProperties[enabled=%s, basePath=%s]".formatted(this.enabled, this.basePath);
	}

	/**
	 * The OpenAPI document.
	 *
	 * @param enabled Whether the REST API describes itself at openapi.json below the base
	 * path, to clients with the credential.
	 */
	record OpenApi(@DefaultValue("true") boolean enabled) {
	}

}
