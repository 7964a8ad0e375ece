package dev.faroe.sample.operator;

import dev.faroe.FaroeException;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a service refuses without a form to say so, as the page of an error.
 */
final class Failures {

	private Failures() {
	}

	static Throwable page(FaroeException ex) {
		return new ResponseStatusException(HttpStatus.valueOf(ex.error().status()));
	}

}
