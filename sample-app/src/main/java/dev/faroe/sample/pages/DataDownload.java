package dev.faroe.sample.pages;

import dev.faroe.login.FaroeUserDetails;
import dev.faroe.userdata.UserData;
import dev.faroe.userdata.UserDataService;
import reactor.core.publisher.Mono;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * All that is kept of the user, as a file.
 */
@Controller
class DataDownload {

	private final UserDataService userData;

	DataDownload(UserDataService userData) {
		this.userData = userData;
	}

	@GetMapping("/account/data")
	Mono<ResponseEntity<UserData>> download(@AuthenticationPrincipal FaroeUserDetails user) {
		return this.userData.export(user.getUserId())
			.map((data) -> ResponseEntity.ok()
				.contentType(MediaType.APPLICATION_JSON)
				.cacheControl(CacheControl.noStore())
				.header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"")
				.body(data));
	}

}
