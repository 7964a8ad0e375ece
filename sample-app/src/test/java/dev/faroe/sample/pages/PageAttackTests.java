package dev.faroe.sample.pages;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.faroe.testkit.TotpGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a stranger, or another user, gets from the pages.
 */
class PageAttackTests extends PlainPageTestCase {

	static final List<String> OPEN_FORMS = List.of("/sign-up", "/sign-up/verify", "/sign-up/again",
			"/forgotten-password", "/forgotten-password/verify", "/forgotten-password/new");

	static final List<String> STEPS = List.of("/log-in", "/log-in/code", "/log-in/code/answer", "/log-in/second-factor",
			"/log-in/recovery-code", "/log-in/step-up", "/log-in/out");

	static final List<String> OWN_FORMS = List.of("/account/password", "/account/email", "/account/email/verify",
			"/account/authenticators", "/account/authenticators/new", "/account/authenticators/1/remove",
			"/account/recovery-code", "/account/sessions", "/account/delete");

	static final List<String> OWN_PAGES = List.of("/account/password", "/account/email", "/account/email/verify",
			"/account/authenticators", "/account/authenticators/new", "/account/passkeys", "/account/recovery-code",
			"/account/sessions", "/account/delete", "/account/anything");

	private static final Pattern REMOVE = Pattern.compile("/account/authenticators/[^/\"]+/remove");

	@Test
	void doesNothingWithoutATokenOrWithThatOfSomebodyElse() {
		signUp(this.visitor, this.address);
		String another = new PageClient(url()).token();
		List<String> forms = new ArrayList<>(OPEN_FORMS);
		forms.addAll(OWN_FORMS);
		for (String form : forms) {
			for (String token : List.of("", another, "x")) {
				HttpResponse<String> response = this.visitor.submitWith(token, form, "email", this.address);
				assertThat(response.statusCode()).as(form).isEqualTo(403);
				assertThat(response.headers().firstValue("Set-Cookie")).as(form).isEmpty();
			}
		}
		for (String step : STEPS) {
			for (String token : List.of("", another, "x")) {
				assertThat(PageClient.where(this.visitor.submitWith(token, step, "email", this.address))).as(step)
					.isEqualTo("303 /sign-in?error=expired");
			}
		}
		assertThat(this.visitor.at("/account")).isEqualTo("200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "same-site", "cross-site" })
	void takesNoFormFromAnotherNameThatHasSetTheCookie(String site) {
		String token = this.visitor.token();
		for (String path : List.of("/log-in", "/sign-up")) {
			HttpResponse<String> response = this.visitor.send("POST", path, PageClient.form("_csrf", token),
					"Content-Type", PageClient.FORM, "Sec-Fetch-Site", site);
			assertThat(PageClient.where(response)).isIn("403", "303 /sign-in?error=expired");
		}
	}

	@Test
	void tokenOfBeforeALogInIsWorthNothingAfterIt() {
		String code = beginSignUp(this.visitor, this.address);
		String token = this.visitor.token();
		assertThat(this.visitor.led("/sign-up/verify", "code", code)).isEqualTo("303 /account");
		assertThat(this.visitor.submitWith(token, "/account/sessions").statusCode()).isEqualTo(403);
	}

	@Test
	void sessionThatSomebodyElseKnowsIsWorthNothingAfterEachStep() {
		String code = beginSignUp(this.visitor, this.address);
		PageClient begun = this.visitor.copy();
		assertThat(this.visitor.led("/sign-up/verify", "code", code)).isEqualTo("303 /account");
		PageClient signedUp = this.visitor.copy();
		TotpGenerator app = addAuthenticator(this.visitor);
		PageClient enrolled = this.visitor.copy();
		assertThat(this.visitor.led("/log-in/out")).isEqualTo("303 /sign-in?logged-out");
		assertThat(this.visitor.led("/log-in", "email", this.address, "password", PASSWORD))
			.isEqualTo("303 /sign-in/second-factor");
		PageClient half = this.visitor.copy();
		assertThat(this.visitor.led("/log-in/second-factor", "code", app.code())).isEqualTo("303 /account");
		PageClient complete = this.visitor.copy();
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.visitor.led("/log-in/step-up", "code", app.code())).isEqualTo("303 /account");
		assertThat(this.visitor.at("/account")).isEqualTo("200");
		for (PageClient known : List.of(begun, signedUp, enrolled, half, complete)) {
			assertThat(known.at("/account")).isEqualTo("303 /sign-in");
		}
	}

	@ParameterizedTest
	@FieldSource("OWN_PAGES")
	void showsNothingOfAnAccountToWhoIsNotLoggedIn(String page) {
		assertThat(this.visitor.at(page)).isEqualTo("303 /sign-in");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/account/", "/account;a=b", "/account;a=b/delete", "//account", "/account//delete",
			"/./account", "/x/../account", "/account%2fdelete", "/%61ccount/delete", "/ACCOUNT/delete",
			"/account/delete/", "/account/delete.html", "/account%00", "/dev/..;/account" })
	void isNotMisledByOtherWaysToWriteAPath(String path) {
		HttpResponse<String> response = this.visitor.get(path);
		assertThat(response.statusCode()).isIn(303, 400, 401, 404);
		assertThat(response.body()).doesNotContain("Delete");
	}

	@Test
	void doesNothingForWhoIsNotLoggedInOrOnlyByHalf() {
		signUp(this.visitor, this.address);
		addAuthenticator(this.visitor);
		PageClient half = new PageClient(url());
		assertThat(half.led("/log-in", "email", this.address, "password", PASSWORD))
			.isEqualTo("303 /sign-in/second-factor");
		for (String form : OWN_FORMS) {
			assertThat(new PageClient(url()).led(form)).as(form).isEqualTo("303 /sign-in");
			assertThat(half.led(form, "code", "ABCDEFGH", "password", PASSWORD, "newPassword", "something else 42"))
				.as(form)
				.isEqualTo("303 /sign-in/second-factor");
		}
		OWN_PAGES.forEach((page) -> assertThat(half.at(page)).as(page).isEqualTo("303 /sign-in/second-factor"));
		assertThat(half.at("/account")).isEqualTo("303 /sign-in/second-factor");
		assertThat(half.get("/").body()).doesNotContain("Your account");
		assertThat(this.visitor.at("/account")).isEqualTo("200");
	}

	@Test
	void asksForAProofThatIsNotOlderThanTenMinutes() {
		signUp(this.visitor, this.address);
		this.clock.advance(Duration.ofMinutes(10));
		for (String form : OWN_FORMS) {
			assertThat(this.visitor.led(form)).as(form).isEqualTo("303 /sign-in/again");
		}
		for (String form : List.of("/log-in/passkeys/options", "/log-in/passkeys/1/rename",
				"/log-in/passkeys/1/remove")) {
			assertThat(this.visitor.led(form, "name", "x")).as(form).isEqualTo("303 /sign-in/again");
		}
		OWN_PAGES.forEach((page) -> assertThat(this.visitor.at(page)).as(page).isEqualTo("303 /sign-in/again"));
		assertThat(this.visitor.at("/account")).isEqualTo("200");
		assertThat(this.visitor.led("/log-in/step-up", "password", PASSWORD)).isEqualTo("303 /account/anything");
	}

	@Test
	void doesNotRemoveTheAuthenticatorOfAnotherUser() {
		signUp(this.visitor, this.address);
		addAuthenticator(this.visitor);
		Matcher remove = REMOVE.matcher(this.visitor.get("/account/authenticators").body());
		assertThat(remove.find()).isTrue();
		PageClient another = new PageClient(url());
		signUp(another, newAddress());
		assertThat(another.submit(remove.group()).statusCode()).isEqualTo(404);
		assertThat(this.visitor.get("/account/authenticators").body()).contains(remove.group());
		assertThat(this.visitor.led(remove.group())).isEqualTo("303 /account/authenticators?removed");
	}

	@Test
	void ticketIsWorthNothingInAnotherSession() {
		String code = beginSignUp(this.visitor, this.address);
		PageClient another = new PageClient(url());
		beginSignUp(another, newAddress());
		assertThat(another.submit("/sign-up/verify", "code", code).statusCode()).isEqualTo(400);
		assertThat(new PageClient(url()).submit("/sign-up/verify", "code", code).statusCode()).isEqualTo(400);
		assertThat(another.at("/account")).isEqualTo("303 /sign-in");
		assertThat(this.visitor.led("/sign-up/verify", "code", code)).isEqualTo("303 /account");
	}

	@Test
	void takesACodeOnce() {
		String code = beginSignUp(this.visitor, this.address);
		String token = this.visitor.token();
		List<PageClient> tabs = IntStream.range(0, 8).mapToObj((i) -> this.visitor.copy()).toList();
		List<String> outcomes = tabs.parallelStream()
			.map((tab) -> PageClient.where(tab.submitWith(token, "/sign-up/verify", "code", code)))
			.toList();
		assertThat(outcomes).containsOnlyOnce("303 /account");
		assertThat(tabs.stream().filter((tab) -> tab.at("/account").equals("200"))).hasSize(1);
	}

	@Test
	void recoveryCodeOfAPageThatIsLoadedAgainIsAnother() {
		signUp(this.visitor, this.address);
		addAuthenticator(this.visitor);
		String token = this.visitor.token();
		String first = this.visitor.submitWith(token, "/account/recovery-code").body();
		String second = this.visitor.submitWith(token, "/account/recovery-code").body();
		assertThat(recoveryCode(first)).isNotEqualTo(recoveryCode(second));
		PageClient elsewhere = new PageClient(url());
		elsewhere.led("/log-in", "email", this.address, "password", PASSWORD);
		assertThat(elsewhere.led("/log-in/recovery-code", "recovery_code", recoveryCode(first)))
			.startsWith("303 /sign-in/recovery-code?error=");
		assertThat(elsewhere.led("/log-in/recovery-code", "recovery_code", recoveryCode(second)))
			.isEqualTo("303 /account/recovery-code");
	}

	private static String recoveryCode(String page) {
		Matcher code = Pattern.compile("id=\"recovery-code\" class=\"secret\">([A-Z0-9]+)<").matcher(page);
		assertThat(code.find()).isTrue();
		return code.group(1);
	}

}
