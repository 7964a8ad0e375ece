package dev.faroe.sample.pages;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a stranger writes into forms, addresses and headers.
 */
class PageInputAttackTests extends PlainPageTestCase {

	static final List<String> TEXTS = List.of("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
			"'-alert(1)-'", "${7*7}", "__${7*7}__::x", "[[${7*7}]]", "\u202E\u2066gnp.exe", "\u0000",
			"a\r\nSet-Cookie: b=c");

	static final List<String> FORMS = formsOfAll();

	static final List<String> PAGES = List.of("/", "/sign-in", "/sign-in/code", "/sign-in/code/answer",
			"/sign-in/code/link", "/sign-in/second-factor", "/sign-in/recovery-code", "/sign-in/again", "/sign-up",
			"/sign-up/verify", "/forgotten-password", "/forgotten-password/verify", "/forgotten-password/new");

	private static final String ANOTHER_HOST = "evil.example";

	private static List<String> formsOfAll() {
		List<String> forms = new ArrayList<>(PageAttackTests.OPEN_FORMS);
		forms.addAll(PageAttackTests.STEPS);
		forms.addAll(PageAttackTests.OWN_FORMS);
		forms.remove("/account/delete");
		forms.remove("/log-in/out");
		return forms;
	}

	@ParameterizedTest
	@FieldSource("TEXTS")
	void showsWhatIsTypedAsTextOrNotAtAll(String text) {
		for (String email : List.of(text, "a" + text + "@example.com")) {
			String page = this.visitor.submit("/sign-up", "email", email, "newPassword", PASSWORD).body();
			assertThat(page).doesNotContain("<script>alert", "<img src=x", "__49__", "[[49]]", "value=\"49");
		}
		for (String page : PAGES) {
			String query = "error=%1$s&field=%1$s&code=%1$s&logged-out=%1$s&%1$s=x".formatted(PageClient.encode(text));
			HttpResponse<String> response = this.visitor.get(page + "?" + query);
			assertThat(response.statusCode()).as(page).isIn(200, 400);
			assertThat(response.body()).as(page)
				.doesNotContain("<script>alert", "<img src=x", "onerror=alert(1)>", "value=\"49\"");
			assertThat(response.headers().map()).doesNotContainKey("b");
		}
	}

	@Test
	void showsSentencesOfTheLibraryOnly() {
		String page = this.visitor.get("/sign-in?error=call-this-number&field=password&retry-after=99").body();
		assertThat(page).doesNotContain("call-this-number").contains("Something went wrong");
		assertThat(this.visitor.get("/sign-in?error=Call+0900").body()).doesNotContain("0900");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/account//evil.example", "/account/%5c%5cevil.example", "//evil.example/account",
			"/account/x?next=//evil.example", "/account/https:%2f%2fevil.example" })
	void leadsNowhereElseAfterALogIn(String path) {
		signUp(this.visitor, this.address);
		this.visitor.led("/log-in/out");
		this.visitor.get(path);
		assertThat(this.visitor.led("/log-in", "email", this.address, "password", PASSWORD))
			.matches("303 /account(/[^/\\\\].*)?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "//evil.example", "https://evil.example", "/\\evil.example", "/%09/evil.example",
			"javascript:alert(1)", "/a\r\nSet-Cookie: b=c", "/log-in/out", "\u0000" })
	void leadsNowhereElseWhateverIsInTheCookie(String remembered) {
		signUp(this.visitor, this.address);
		this.visitor.led("/log-in/out");
		this.visitor.cookies()
			.put("REDIRECT_URI", Base64.getEncoder().encodeToString(remembered.getBytes(StandardCharsets.UTF_8)));
		assertThat(this.visitor.led("/log-in", "email", this.address, "password", PASSWORD)).isIn("303 /account",
				"303 /%09/evil.example");
	}

	@Test
	void takesItsNameFromNoHeader() {
		for (String header : List.of("X-Forwarded-Host", "X-Forwarded-Prefix", "X-Original-URL", "X-Rewrite-URL")) {
			HttpResponse<String> response = this.visitor.get("/account", header, ANOTHER_HOST);
			assertThat(PageClient.where(response)).as(header).isEqualTo("303 /sign-in");
			assertThat(this.visitor.get("/sign-in", header, ANOTHER_HOST).body()).doesNotContain(ANOTHER_HOST);
		}
		HttpResponse<String> forgotten = this.visitor.send("POST", "/log-in/code",
				PageClient.form("_csrf", this.visitor.token(), "email", this.address), "Content-Type", PageClient.FORM,
				"X-Forwarded-Host", ANOTHER_HOST, "Forwarded", "host=" + ANOTHER_HOST);
		assertThat(PageClient.where(forgotten)).isEqualTo("303 /sign-in/code/answer");
	}

	@Test
	void answersTheSameWhetherThereIsAnAccountOrNot() {
		signUp(this.visitor, this.address);
		this.clock.advance(Duration.ofHours(1));
		for (String email : List.of(this.address, "nobody-" + this.address)) {
			PageClient stranger = new PageClient(url());
			assertThat(stranger.led("/sign-up", "email", email, "newPassword", PASSWORD))
				.isEqualTo("303 /sign-up/verify");
			assertThat(stranger.submit("/sign-up/verify", "code", "ABCDEFGH").statusCode()).isEqualTo(400);
			assertThat(stranger.led("/sign-up/again")).isIn("303 /sign-up/verify?sent", "429");
			assertThat(stranger.led("/forgotten-password", "email", email)).isEqualTo("303 /forgotten-password/verify");
			assertThat(stranger.submit("/forgotten-password/verify", "code", "ABCDEFGH").statusCode()).isEqualTo(400);
			assertThat(stranger.led("/log-in/code", "email", email)).isEqualTo("303 /sign-in/code/answer");
			assertThat(stranger.led("/log-in/code/answer", "code", "ABCDEFGH"))
				.isEqualTo("303 /sign-in/code/answer?error=incorrect-code&field=code");
			assertThat(stranger.led("/log-in", "email", email, "password", "wrong wrong wrong"))
				.isEqualTo("303 /sign-in?error=incorrect-credentials&field=password");
		}
	}

	@Test
	void isNotAtFaultForFormsThatAreNone() {
		signUp(this.visitor, this.address);
		String token = this.visitor.token();
		FORMS.forEach((form) -> assertFaultOfTheVisitor(form, token));
	}

	private void assertFaultOfTheVisitor(String form, String token) {
		String csrf = "_csrf=" + PageClient.encode(token);
		List<HttpResponse<String>> responses = new ArrayList<>();
		responses.add(this.visitor.submitWith(token, form));
		responses.add(this.visitor.submitWith(token, form, "email", "a@b", "email", "c@d", "code", "x", "code", "y",
				"newPassword", PASSWORD, "newPassword", PASSWORD, "password", "a", "password", "b"));
		responses.add(this.visitor.submitWith(token, form, "email", "\u0000", "code", "\u0000", "newPassword", "\u0000",
				"password", "\u0000", "recovery_code", "\u0000"));
		responses.add(this.visitor.submitWith(token, form, "email", "a".repeat(300_000)));
		responses.add(post(form, csrf + "&email=%zz&code=%", PageClient.FORM));
		responses.add(post(form, csrf + "&email=%ff%fe&code=%ed%a0%80", PageClient.FORM));
		responses.add(post(form, csrf + "&email[0]=x&code.x=y&class.module=z", PageClient.FORM));
		for (String type : List.of("text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "x",
				"application/json", PageClient.FORM + "; charset=nothing", "application/xml")) {
			responses.add(this.visitor.send("POST", form, "{", "Content-Type", type, "X-XSRF-TOKEN", token));
		}
		for (String method : List.of("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "HEAD", "PROPFIND")) {
			responses.add(this.visitor.send(method, form, "", "X-XSRF-TOKEN", token));
		}
		assertThat(responses).extracting(HttpResponse::statusCode).as(form).allMatch((status) -> status < 500);
		assertThat(responses).extracting(HttpResponse::body)
			.noneMatch((body) -> body.contains("dev.faroe") || body.contains("Exception"));
	}

	private HttpResponse<String> post(String form, String body, String type) {
		return this.visitor.send("POST", form, body, "Content-Type", type);
	}

	@Test
	void isNotAtFaultForHeadersThatAreNone() {
		for (String page : List.of("/account", "/sign-in", "/log-in/state", "/account/delete")) {
			for (String header : List.of("Content-Type", "Accept", "Accept-Language", "Cookie", "Sec-Fetch-Site")) {
				assertThat(this.visitor.get(page, header, "=; x, (/y").statusCode()).as(page + header).isLessThan(500);
			}
		}
	}

	@Test
	void showsAPageForWhatIsRefused() {
		assertThat(this.visitor.submitWith("", "/sign-up").body()).contains("The form was from another session.");
		assertThat(this.visitor.get("/dev/mailbox/999999").body()).contains("There is no such page.");
		assertThat(this.visitor.send("POST", "/", "", "X-XSRF-TOKEN", this.visitor.token()).statusCode())
			.isEqualTo(405);
	}

	@Test
	void refusesAFormThatIsTooLargeWithAPage() {
		HttpResponse<String> response = this.visitor.submit("/sign-up", "email", "a".repeat(300_000));
		assertThat(response.statusCode()).isEqualTo(413);
		assertThat(response.body()).contains("To the first page");
		assertThat(this.visitor.submit("/nothing", "email", "a".repeat(300_000)).statusCode()).isIn(401, 413);
	}

	/**
	 * By default, as many parts as there are come into memory, and files to the disk.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "", "; filename=\"file\"" })
	void keepsNoFilesOfAnybody(String filename) {
		for (String form : List.of("/sign-up", "/forgotten-password")) {
			assertThat(sendParts(form, filename, 1, 250_000)).isEqualTo(413);
			assertThat(sendParts(form, filename, 1, 300_000)).isEqualTo(413);
			HttpResponse<String> many = sendPartsAs(form, filename, 100, 10);
			assertThat(many.statusCode()).isEqualTo(400);
			assertThat(many.body()).contains("To the first page");
		}
	}

	private int sendParts(String form, String filename, int number, int length) {
		return sendPartsAs(form, filename, number, length).statusCode();
	}

	private HttpResponse<String> sendPartsAs(String form, String filename, int number, int length) {
		String part = "--x\r\nContent-Disposition: form-data; name=\"email\"" + filename + "\r\n\r\n"
				+ "a".repeat(length) + "\r\n";
		return this.visitor.send("POST", form, part.repeat(number) + "--x--\r\n", "Content-Type",
				"multipart/form-data; boundary=x", "X-XSRF-TOKEN", this.visitor.token());
	}

	@Test
	void showsNoPasswordAgain() {
		String secret = "my very own words 77";
		List<HttpResponse<String>> responses = new ArrayList<>();
		responses.add(this.visitor.submit("/sign-up", "email", "no address", "newPassword", secret));
		responses.add(this.visitor.submit("/log-in", "email", this.address, "password", secret));
		responses.add(this.visitor.submit("/forgotten-password/new", "newPassword", secret));
		signUp(this.visitor, this.address);
		responses.add(this.visitor.submit("/account/password", "password", secret, "newPassword", secret));
		responses.add(this.visitor.submit("/log-in/step-up", "password", secret));
		assertThat(responses).allSatisfy((response) -> assertThat(response.body() + response.headers().map())
			.doesNotContain(secret, PageClient.encode(secret)));
	}

	@Test
	void beginsNoSessionForWhoOnlyLooks() {
		List<String> all = new ArrayList<>(PAGES);
		all.addAll(PageAttackTests.OWN_PAGES);
		all.addAll(List.of("/account", "/log-in/state", "/dev/mailbox"));
		for (String page : all) {
			PageClient stranger = new PageClient(url());
			stranger.get(page);
			assertThat(stranger.cookies()).as(page).doesNotContainKey("SESSION");
			stranger.submitWith("", page);
			stranger.submit("/log-in", "email", this.address, "password", PASSWORD);
			stranger.submit("/sign-up/verify", "code", "ABCDEFGH");
			assertThat(stranger.cookies()).as(page).doesNotContainKey("SESSION");
		}
	}

	@Test
	void beginsNoSessionForWhoAsksForAPasskey() {
		PageClient stranger = new PageClient(url());
		String[] headers = { "Content-Type", "application/json", "X-XSRF-TOKEN", stranger.token() };
		assertThat(stranger.send("POST", "/log-in/passkey/options", "{\"step\":\"log-in\"}", headers).statusCode())
			.isEqualTo(200);
		assertThat(stranger.send("POST", "/log-in/passkey", "{\"response\":{\"clientDataJSON\":\"e30\"}}", headers)
			.statusCode()).isEqualTo(400);
		assertThat(stranger.cookies()).containsOnlyKeys("XSRF-TOKEN", "faroe-passkey");
	}

}
