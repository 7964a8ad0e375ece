package dev.faroe.user;

import java.util.Locale;

import dev.faroe.security.WellFormedText;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Which users to list, and in which order. Users that are equal in what they are sorted
 * by are sorted by id, so that every user is on one page. A value that makes no sense
 * stands for its default, as it does in the REST API.
 *
 * @param sortBy what to sort by
 * @param sortOrder the direction
 * @param perPage the number of users on a page; less than 1 stands for
 * {@value #DEFAULT_PER_PAGE}
 * @param page the number of the page, from 1; less than that stands for the first
 * @param emailQuery what the email address has to contain, in upper or lower case, or
 * {@code null} to list all; so does what is empty or not {@linkplain WellFormedText
 * well-formed}
 */
public record UserQuery(SortBy sortBy, SortOrder sortOrder, int perPage, int page, @Nullable String emailQuery) {

	/**
	 * The number of users on a page unless another is asked for.
	 */
	public static final int DEFAULT_PER_PAGE = 20;

	/**
	 * The first page of all users, oldest first.
	 */
	public static final UserQuery DEFAULT = new UserQuery(SortBy.CREATED_AT, SortOrder.ASCENDING, DEFAULT_PER_PAGE, 1,
			null);

	public UserQuery {
		Assert.notNull(sortBy, "sortBy must not be null");
		Assert.notNull(sortOrder, "sortOrder must not be null");
		perPage = (perPage > 0) ? perPage : DEFAULT_PER_PAGE;
		page = Math.max(page, 1);
		emailQuery = normalize(emailQuery);
	}

	/**
	 * Addresses are in lower case.
	 */
	private static @Nullable String normalize(@Nullable String emailQuery) {
		boolean usable = emailQuery != null && !emailQuery.isEmpty() && WellFormedText.isWellFormed(emailQuery);
		return usable ? emailQuery.toLowerCase(Locale.ROOT) : null;
	}

	/**
	 * What users can be sorted by.
	 */
	public enum SortBy {

		/** The time of creation. */
		CREATED_AT,

		/** The identifier. */
		ID,

		/** The email address; users without one count as the greatest. */
		EMAIL

	}

	/**
	 * The direction of a sort.
	 */
	public enum SortOrder {

		/** Smallest first. */
		ASCENDING,

		/** Greatest first. */
		DESCENDING

	}

	long offset() {
		return (this.page - 1L) * this.perPage;
	}

}
