package dev.faroe;

/**
 * The errors of the Faroe REST API. The name of a constant is the code that clients read;
 * the status is the HTTP status that the REST API reference pairs with it.
 */
public enum FaroeError {

	/** The request is malformed, or a field of it breaks a rule. */
	INVALID_DATA(400),

	/** The email address belongs to another user. */
	EMAIL_ALREADY_USED(400),

	/** The password is known from a breach or from a list of common passwords. */
	WEAK_PASSWORD(400),

	/** No user has the email address. */
	USER_NOT_EXISTS(400),

	/** The password is not the user's. */
	INCORRECT_PASSWORD(400),

	/**
	 * The password is right, but the user may not log in. Only if the settings say so.
	 */
	USER_DISABLED(400),

	/** The code is not the expected one. */
	INCORRECT_CODE(400),

	/** The request that a code belongs to is unknown, expired or not verified. */
	INVALID_REQUEST(400),

	/** The action needs something that the user does not have. */
	NOT_ALLOWED(400),

	/** A rate limit is exhausted. */
	TOO_MANY_REQUESTS(400),

	/** The credential is missing or wrong. */
	NOT_AUTHENTICATED(401),

	/** The resource does not exist. */
	NOT_FOUND(404),

	/** The path exists, but not with this method. */
	METHOD_NOT_ALLOWED(405),

	/** The client accepts no media type that the endpoint can produce. */
	NOT_ACCEPTABLE(406),

	/** The body is larger than {@code faroe.rest.max-body-size}. */
	PAYLOAD_TOO_LARGE(413),

	/** The body has a media type that the endpoint does not read. */
	UNSUPPORTED_MEDIA_TYPE(415),

	/** Something failed that the client can do nothing about. */
	INTERNAL_ERROR(500),

	/** The server has no capacity for the request at the moment. */
	SERVICE_UNAVAILABLE(503);

	private final int status;

	FaroeError(int status) {
		this.status = status;
	}

	/**
	 * Return the HTTP status that goes with the error.
	 * @return a status from 400 to 503
	 */
	public int status() {
		return this.status;
	}

}
