package dev.faroe.login.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * The log-in of the application as endpoints of Faroe's.
 *
 * @param enabled Whether the endpoints are served.
 * @param path Path that the endpoints are below.
 * @param afterLogIn Path to go to after a log-in that no request has led to.
 * @param afterLogOut Path to go to after a log-out. By default the page of the log-in.
 * @param secondStepTimeout How long after the first step the second factor can follow.
 * @param verifiedOnly Whether only users who have verified their email address can log
 * in. Has to be true where people sign up by themselves; by default, it is with
 * faroe.flows.enabled.
 * @param emailedCode Whether users can log in with a code from a mail, where there are
 * flows. NIST SP 800-63B-4 (3.1.3.1) would not let them.
 * @param passkeyStepUpAfter How long after a proof users can look at their passkeys, add,
 * rename and remove them without another one.
 * @param pages Pages of the application in the place of the built-in ones.
 */
@ConfigurationProperties("faroe.security.log-in")
record LogInStepProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/log-in") String path,
		@DefaultValue("/") String afterLogIn, @Nullable String afterLogOut,
		@DefaultValue("10m") Duration secondStepTimeout, @Nullable Boolean verifiedOnly,
		@DefaultValue("true") boolean emailedCode, @DefaultValue("10m") Duration passkeyStepUpAfter,
		@DefaultValue Pages pages) {

	LogInStepProperties {
		requirePath("path", path);
		Assert.isTrue(!path.endsWith("/"), "path must not end with a slash");
		requirePath("afterLogIn", afterLogIn);
		requirePath("afterLogOut", afterLogOut);
		Assert.isTrue(secondStepTimeout.compareTo(Duration.ZERO) > 0, "secondStepTimeout must be positive");
		Assert.isTrue(passkeyStepUpAfter.compareTo(Duration.ZERO) > 0, "passkeyStepUpAfter must be positive");
	}

	private static void requirePath(String name, @Nullable String path) {
		Assert.isTrue(path == null || LocalPath.isLocal(path),
				() -> name + " must be a path of the application, with a slash in front");
	}

	String page(Step step) {
		String page = ownPage(step);
		return (page != null) ? page : endpoint(step);
	}

	private @Nullable String ownPage(Step step) {
		return switch (step) {
			case LOG_IN -> this.pages.logIn();
			case SECOND_FACTOR -> this.pages.secondFactor();
			case RECOVERY_CODE -> this.pages.recoveryCode();
			case STEP_UP -> this.pages.stepUp();
			case EMAILED_CODE -> this.pages.emailedCode();
			case EMAILED_CODE_ANSWER -> this.pages.emailedCodeAnswer();
			case EMAILED_CODE_LINK -> this.pages.emailedCodeLink();
			case NEW_RECOVERY_CODE -> this.pages.newRecoveryCode();
			case PASSKEYS -> this.pages.passkeys();
		};
	}

	String endpoint(Step step) {
		return this.path + step.suffix();
	}

	/**
	 * Return the paths of everything that is served.
	 * @param served whether a step is
	 */
	String[] endpoints(Predicate<Step> served) {
		List<String> endpoints = new ArrayList<>(List.of(this.path + "/out", this.path + "/state"));
		Arrays.stream(Step.values()).filter(served).map(this::endpoint).forEach(endpoints::add);
		if (served.test(Step.PASSKEYS)) {
			String all = endpoint(Step.PASSKEYS);
			endpoints.addAll(List.of(this.path + "/passkey", this.path + "/passkey/options", this.path + "/passkeys.js",
					"/.well-known/webauthn", all + "/options", all + "/*/rename", all + "/*/remove"));
		}
		return endpoints.toArray(String[]::new);
	}

	boolean isBuiltIn(Step step) {
		return ownPage(step) == null;
	}

	/**
	 * Pages of the application.
	 *
	 * @param logIn Path of the page with the form for the email address and the password.
	 * @param secondFactor Path of the page with the form for a code of an authenticator.
	 * @param recoveryCode Path of the page with the form for the recovery code.
	 * @param stepUp Path of the page that asks for a fresh proof.
	 * @param emailedCode Path of the page with the form for the address that a code is
	 * sent to.
	 * @param emailedCodeAnswer Path of the page with the form for that code.
	 * @param emailedCodeLink Path of the page that the link in the mail with that code
	 * leads to, with the code as the parameter code. Let it only ask, and send the code
	 * to the endpoint for it when the user says yes.
	 * @param newRecoveryCode Path of the page that shows the recovery code after one was
	 * used. Ask for a fresh proof on it.
	 * @param passkeys Path of the page with the passkeys of the user.
	 */
	record Pages(@Nullable String logIn, @Nullable String secondFactor, @Nullable String recoveryCode,
			@Nullable String stepUp, @Nullable String emailedCode, @Nullable String emailedCodeAnswer,
			@Nullable String emailedCodeLink, @Nullable String newRecoveryCode, @Nullable String passkeys) {

		Pages {
			requirePath("logIn", logIn);
			requirePath("secondFactor", secondFactor);
			requirePath("recoveryCode", recoveryCode);
			requirePath("stepUp", stepUp);
			requirePath("emailedCode", emailedCode);
			requirePath("emailedCodeAnswer", emailedCodeAnswer);
			requirePath("emailedCodeLink", emailedCodeLink);
			requirePath("newRecoveryCode", newRecoveryCode);
			requirePath("passkeys", passkeys);
		}

	}

}
