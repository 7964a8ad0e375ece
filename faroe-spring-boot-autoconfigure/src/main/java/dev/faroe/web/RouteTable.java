package dev.faroe.web;

import java.util.List;

import static dev.faroe.web.Endpoint.delete;
import static dev.faroe.web.Endpoint.get;
import static dev.faroe.web.Endpoint.post;
import static dev.faroe.web.Endpoint.submit;
import static dev.faroe.web.EndpointGroup.AUTHENTICATION;
import static dev.faroe.web.EndpointGroup.EMAIL_UPDATE;
import static dev.faroe.web.EndpointGroup.EMAIL_VERIFICATION;
import static dev.faroe.web.EndpointGroup.USERS;

/**
 * Every endpoint of the REST API reference, in its order.
 */
final class RouteTable {

	private RouteTable() {
	}

	static List<Endpoint> endpoints(FaroeServices services, JsonCodec json) {
		PasswordHandler passwords = new PasswordHandler(services.users(), services.passwords(), json);
		UserHandler users = new UserHandler(services.users(), json);
		EmailVerificationHandler emailVerifications = new EmailVerificationHandler(services.emailVerifications(), json);
		EmailUpdateHandler emailUpdates = new EmailUpdateHandler(services.emailUpdates(), services.users(), json);
		return List.of(
		// @formatter:off
				submit(AUTHENTICATION, "/authenticate/password", passwords::authenticate),

				submit(USERS, "/users", users::create),
				get(USERS, "/users", users::list).orPlainText(),
				get(USERS, "/users/{user_id}", users::get),
				delete(USERS, "/users/{user_id}", users::delete),
				submit(USERS, "/users/{user_id}/update-password", passwords::update),
				submit(USERS, "/users/{user_id}/verify-password", passwords::verify),

				post(EMAIL_VERIFICATION, "/users/{user_id}/email-verification-request", emailVerifications::create),
				get(EMAIL_VERIFICATION, "/users/{user_id}/email-verification-request", emailVerifications::get),
				delete(EMAIL_VERIFICATION, "/users/{user_id}/email-verification-request", emailVerifications::delete),
				submit(EMAIL_VERIFICATION, "/users/{user_id}/verify-email", emailVerifications::verify),

				submit(EMAIL_UPDATE, "/users/{user_id}/email-update-requests", emailUpdates::create),
				get(EMAIL_UPDATE, "/users/{user_id}/email-update-requests", emailUpdates::list),
				delete(EMAIL_UPDATE, "/users/{user_id}/email-update-requests", emailUpdates::deleteAll),
				get(EMAIL_UPDATE, "/email-update-requests/{request_id}", emailUpdates::get),
				delete(EMAIL_UPDATE, "/email-update-requests/{request_id}", emailUpdates::delete),
				submit(EMAIL_UPDATE, "/verify-new-email", emailUpdates::verify));
				// @formatter:on
	}

}
