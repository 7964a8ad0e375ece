package dev.faroe.password;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Passwords that are made of what everybody knows about the user and the service, where
 * four letters beside that are enough.
 */
class ContextWordsTests {

	private static final String EMAIL = "anna.li1985@mail.example.com";

	private final ContextWords words = new ContextWords(List.of("Fish & Chips", "IBM"), 4);

	@ParameterizedTest
	@ValueSource(strings = { "fishchips", "FishChips2026!", "fish-chips-1", "f.i.s.h.c.h.i.p.s", "ibmibmibm",
			"123!!IBM!!123", "xIBMxxxxxxxxxxxx", "ibm839201736452", "fishchipsFISHCHIPS" })
	void makeUpWhatIsLittleMoreThanTheNameOfTheService(String password) {
		assertThat(this.words.make(password, EMAIL)).isTrue();
		assertThat(this.words.make(password, null)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "anna.li1985@mail.example.com", "annali1985", "Anna1234", "li1985!!", "annaanna",
			"Example2026", "example.com", "mail.example", "annaibmexample" })
	void makeUpWhatIsLittleMoreThanTheAddress(String password) {
		assertThat(this.words.make(password, EMAIL)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "we had fish & chips", "an example of a passphrase", "ibmhorse", "anna loves 7 cats",
			"correct horse battery staple", "839201736452", "!!!!!!!!", "com com com", "annxexamplx" })
	void leaveWhatHasOtherLettersOrNoSuchWord(String password) {
		assertThat(this.words.make(password, EMAIL)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "anna1985", "Example2026" })
	void ofNobodyAreThoseOfTheServiceAlone(String password) {
		assertThat(this.words.make(password, null)).isFalse();
	}

	@Test
	void needAsManyLettersBesideThemAsAreAskedFor() {
		assertThat(this.words.make("ibm2026abc", null)).isTrue();
		assertThat(this.words.make("ibm2026abcd", null)).isFalse();
		assertThat(this.words.make("ibm2026aabbcc", null)).isTrue();
	}

	@Test
	void countCharactersOutsideOfTheBasicPlaneOnce() {
		ContextWords gothic = new ContextWords(List.of("\uD800\uDF30\uD800\uDF31\uD800\uDF32\uD800\uDF33"), 3);
		String name = "\uD800\uDF30\uD800\uDF31\uD800\uDF32\uD800\uDF33";
		assertThat(gothic.make(name + "\uD800\uDF34\uD800\uDF35", null)).isTrue();
		assertThat(gothic.make(name + "\uD800\uDF34\uD800\uDF35\uD800\uDF36", null)).isFalse();
	}

	@Test
	void overlapWithoutLeavingAnythingBetween() {
		ContextWords overlapping = new ContextWords(List.of("abcdef", "defghi"), 4);
		assertThat(overlapping.make("abcdefghi", null)).isTrue();
	}

}
