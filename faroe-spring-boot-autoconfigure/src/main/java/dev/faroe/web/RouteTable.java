package dev.faroe.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.faroe.FaroeConfigurationException;

import static dev.faroe.web.Endpoint.delete;
import static dev.faroe.web.Endpoint.get;
import static dev.faroe.web.Endpoint.post;
import static dev.faroe.web.Endpoint.submit;
import static dev.faroe.web.Endpoint.submitOptional;
import static dev.faroe.web.EndpointGroup.ACCOUNT_STATE;
import static dev.faroe.web.EndpointGroup.AUTHENTICATION;
import static dev.faroe.web.EndpointGroup.EMAIL_UPDATE;
import static dev.faroe.web.EndpointGroup.EMAIL_VERIFICATION;
import static dev.faroe.web.EndpointGroup.PASSKEYS;
import static dev.faroe.web.EndpointGroup.PASSWORD_RESET;
import static dev.faroe.web.EndpointGroup.SDK_0_2;
import static dev.faroe.web.EndpointGroup.TOTP;
import static dev.faroe.web.EndpointGroup.TWO_FACTOR;
import static dev.faroe.web.EndpointGroup.USERS;

/**
 * Every endpoint of the REST API reference, in its order, and then the others.
 */
final class RouteTable {

	private RouteTable() {
	}

	static List<Endpoint> endpoints(FaroeServices services, JsonCodec json, Set<EndpointGroup> groups) {
		UserJson userJson = new UserJson(json, groups.contains(ACCOUNT_STATE));
		PasswordHandler passwords = new PasswordHandler(services.users(), services.passwords(), json, userJson);
		UserHandler users = new UserHandler(services.users(), json, userJson);
		TwoFactorHandler twoFactor = new TwoFactorHandler(services.users(), services.recoveryCodes(), json);
		TotpHandler totp = new TotpHandler(services.users(), services.totp(), json);
		SdkHandler sdk = new SdkHandler(services.users(), services.totp(), json);
		EmailVerificationHandler emailVerifications = new EmailVerificationHandler(services.emailVerifications(), json);
		EmailUpdateHandler emailUpdates = new EmailUpdateHandler(services.emailUpdates(), services.users(), json);
		PasswordResetHandler resets = new PasswordResetHandler(services.users(), services.passwordResets(), json);
		AccountStateHandler states = new AccountStateHandler(services.users(), services.accountStates(), json);
		List<Endpoint> endpoints = new ArrayList<>(List.of(
		// @formatter:off
				submit(AUTHENTICATION, "/authenticate/password", passwords::authenticate),

				submit(USERS, "/users", users::create),
				get(USERS, "/users", users::list).orPlainText(),
				get(USERS, "/users/{user_id}", users::get),
				delete(USERS, "/users/{user_id}", users::delete),
				submit(USERS, "/users/{user_id}/update-password", passwords::update),
				submit(USERS, "/users/{user_id}/verify-password", passwords::verify),

				submit(TWO_FACTOR, "/users/{user_id}/verify-recovery-code", twoFactor::verifyRecoveryCode),
				post(TWO_FACTOR, "/users/{user_id}/regenerate-recovery-code", twoFactor::regenerateRecoveryCode),
				delete(TWO_FACTOR, "/users/{user_id}/second-factors", twoFactor::deleteSecondFactors),

				submit(TOTP, "/users/{user_id}/register-totp-credential", totp::register),
				get(TOTP, "/users/{user_id}/totp-credentials", totp::list),
				delete(TOTP, "/users/{user_id}/totp-credentials", totp::deleteAll),
				get(TOTP, "/totp-credentials/{credential_id}", totp::get),
				delete(TOTP, "/totp-credentials/{credential_id}", totp::delete),
				submit(TOTP, "/totp-credentials/{credential_id}/verify-totp", totp::verify),

				post(EMAIL_VERIFICATION, "/users/{user_id}/email-verification-request", emailVerifications::create),
				get(EMAIL_VERIFICATION, "/users/{user_id}/email-verification-request", emailVerifications::get),
				delete(EMAIL_VERIFICATION, "/users/{user_id}/email-verification-request", emailVerifications::delete),
				submit(EMAIL_VERIFICATION, "/users/{user_id}/verify-email", emailVerifications::verify),

				submit(EMAIL_UPDATE, "/users/{user_id}/email-update-requests", emailUpdates::create),
				get(EMAIL_UPDATE, "/users/{user_id}/email-update-requests", emailUpdates::list),
				delete(EMAIL_UPDATE, "/users/{user_id}/email-update-requests", emailUpdates::deleteAll),
				get(EMAIL_UPDATE, "/email-update-requests/{request_id}", emailUpdates::get),
				delete(EMAIL_UPDATE, "/email-update-requests/{request_id}", emailUpdates::delete),
				submit(EMAIL_UPDATE, "/verify-new-email", emailUpdates::verify),

				submitOptional(PASSWORD_RESET, "/users/{user_id}/password-reset-requests", resets::create),
				get(PASSWORD_RESET, "/users/{user_id}/password-reset-requests", resets::list),
				delete(PASSWORD_RESET, "/users/{user_id}/password-reset-requests", resets::deleteAll),
				get(PASSWORD_RESET, "/password-reset-requests/{request_id}", resets::get),
				delete(PASSWORD_RESET, "/password-reset-requests/{request_id}", resets::delete),
				submit(PASSWORD_RESET, "/password-reset-requests/{request_id}/verify-email", resets::verifyEmail),
				submit(PASSWORD_RESET, "/reset-password", resets::reset),

				submit(SDK_0_2, "/users/{user_id}/register-totp", sdk::register),
				get(SDK_0_2, "/users/{user_id}/totp-credential", sdk::get),
				delete(SDK_0_2, "/users/{user_id}/totp-credential", sdk::delete),
				submit(SDK_0_2, "/users/{user_id}/verify-2fa/totp", sdk::verify),
				submit(SDK_0_2, "/users/{user_id}/reset-2fa", twoFactor::resetSecondFactors),

				submitOptional(ACCOUNT_STATE, "/users/{user_id}/disable", states::disable),
				post(ACCOUNT_STATE, "/users/{user_id}/enable", states::enable)));
				// @formatter:on
		if (groups.contains(PASSKEYS)) {
			endpoints.addAll(passkeys(services, json));
		}
		return endpoints;
	}

	private static List<Endpoint> passkeys(FaroeServices services, JsonCodec json) {
		if (services.passkeys() == null) {
			throw new FaroeConfigurationException("faroe.rest.include names passkeys, but users cannot have any.",
					"Set faroe.passkeys.enabled to true, with com.webauthn4j:webauthn4j-core on the class path, or leave"
							+ " passkeys out of faroe.rest.include.");
		}
		PasskeyHandler passkeys = services.passkeys().create(services.users(), json);
		return List.of(
		// @formatter:off
				submitOptional(PASSKEYS, "/users/{user_id}/passkeys/registration-options", passkeys::registrationOptions),
				submit(PASSKEYS, "/users/{user_id}/passkeys", passkeys::register),
				get(PASSKEYS, "/users/{user_id}/passkeys", passkeys::list),
				delete(PASSKEYS, "/users/{user_id}/passkeys", passkeys::deleteAll),
				submitOptional(PASSKEYS, "/passkeys/authentication-options", passkeys::authenticationOptions),
				submit(PASSKEYS, "/passkeys/authenticate", passkeys::authenticate),
				delete(PASSKEYS, "/passkeys/{passkey_id}", passkeys::delete));
				// @formatter:on
	}

}
