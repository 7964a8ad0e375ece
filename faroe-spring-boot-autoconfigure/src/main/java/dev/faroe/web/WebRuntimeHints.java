package dev.faroe.web;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image needs for the REST API: the OpenAPI document, and the records that
 * are written as JSON.
 */
final class WebRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.resources().registerPattern(OpenApiDocument.PATH);
		new BindingReflectionHintsRegistrar().registerReflectionHints(hints.reflection(), UserBody.class,
				RecoveryCodeBody.class, TotpCredentialBody.class, SdkHandler.CredentialBody.class,
				EmailVerificationRequestBody.class, EmailUpdateRequestBody.class,
				EmailUpdateHandler.VerifiedEmailBody.class, NewPasswordResetRequestBody.class,
				PasswordResetRequestBody.class, PasskeyHandler.PasskeyBody.class,
				PasskeyHandler.PasskeyAuthenticationBody.class, JsonCodec.ErrorBody.class);
	}

}
