package dev.faroe.web;

import java.util.List;

import dev.faroe.FaroeError;
import dev.faroe.FaroeException;
import dev.faroe.security.ConstantTime;
import dev.faroe.security.Secret;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The credentials that the REST API accepts.
 */
final class RestCredentials {

	private final List<Secret> credentials;

	RestCredentials(List<Secret> credentials) {
		this.credentials = List.copyOf(credentials);
	}

	/**
	 * Require a credential.
	 * @throws FaroeException with {@link FaroeError#NOT_AUTHENTICATED} if the request
	 * does not have exactly one, known, credential
	 */
	void requireCredential(ServerRequest request) {
		if (!isKnown(request.headers().header(HttpHeaders.AUTHORIZATION))) {
			throw new FaroeException(FaroeError.NOT_AUTHENTICATED);
		}
	}

	/**
	 * Tell whether there is exactly one claim, and a credential.
	 */
	boolean isKnown(List<String> claims) {
		String claim = (claims.size() == 1) ? claims.get(0) : "";
		boolean known = false;
		for (Secret credential : this.credentials) {
			known |= ConstantTime.equals(credential.value(), claim);
		}
		return known;
	}

}
