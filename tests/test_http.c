// Which requests are answered, and the server over real sockets.
#include "host/http/http.h"
#include "tests/store_folder.h"

#include <netinet/in.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <sys/time.h>

// ---------------------------------------------------------------- judging

static const lsn_asset assets[] = {{"/app.js", (const unsigned char *)"x", 1},
                                   {"/index.html", (const unsigned char *)"x", 1}};
enum { PORT = 8517 };

static lsn_http_head make_head(const char *method, const char *path) {
    return (lsn_http_head){
        .method = lsn_str_from(method), .path = lsn_str_from(path), .host = LSN_STR("127.0.0.1:8517"), .hosts = 1};
}

static lsn_http_head make_post(void) {
    lsn_http_head head = make_head("POST", "/api/events");
    head.content_types = head.content_lengths = 1;
    head.content_type = LSN_STR("application/jsonl");
    head.content_length = LSN_STR("100");
    return head;
}

static lsn_http_verdict judge(const lsn_http_head *head) {
    return lsn_http_judge(head, PORT, assets, 2);
}

static int status_of_host(const char *host) {
    lsn_http_head head = make_head("GET", "/");
    head.host = lsn_str_from(host);
    return judge(&head).status;
}

static void the_root_is_the_page(void **state) {
    (void)state;
    lsn_http_head head = make_head("GET", "/");
    lsn_http_verdict verdict = judge(&head);
    assert_int_equal(verdict.status, 0);
    assert_int_equal(verdict.route, LSN_HTTP_asset);
    assert_int_equal(verdict.asset, 1);
}

static void each_route_has_its_methods(void **state) {
    (void)state;
    static const struct {
        const char *method, *path;
        int status;
        lsn_http_route route;
    } cases[] = {
        {"GET", "/app.js", 0, LSN_HTTP_asset},
        {"HEAD", "/app.js", 0, LSN_HTTP_asset},
        {"POST", "/app.js", 405, LSN_HTTP_refused},
        {"GET", "/api/hello", 0, LSN_HTTP_hello},
        {"DELETE", "/api/hello", 405, LSN_HTTP_refused},
        {"GET", "/api/events", 0, LSN_HTTP_events_read},
        {"DELETE", "/api/events", 0, LSN_HTTP_events_erase},
        {"GET", "/api/speak", 405, LSN_HTTP_refused},
        {"DELETE", "/api/speak", 405, LSN_HTTP_refused},
        {"PUT", "/api/events", 405, LSN_HTTP_refused},
        {"OPTIONS", "/api/events", 405, LSN_HTTP_refused},
        {"GET", "/api/documents", 0, LSN_HTTP_documents_read},
        {"DELETE", "/api/documents", 405, LSN_HTTP_refused},
        {"GET", "/api", 404, LSN_HTTP_refused},
        {"GET", "/../etc/passwd", 404, LSN_HTTP_refused},
        {"GET", "/app.js/", 404, LSN_HTTP_refused},
        {"GET", "/%61pp.js", 404, LSN_HTTP_refused},
        {"get", "/", 405, LSN_HTTP_refused},
        {"GET", "", 404, LSN_HTTP_refused},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lsn_http_head head = make_head(cases[i].method, cases[i].path);
        lsn_http_verdict verdict = judge(&head);
        if (verdict.status != cases[i].status || verdict.route != cases[i].route)
            fail_msg("%s %s: %d", cases[i].method, cases[i].path, verdict.status);
    }
}

static void only_this_machines_names_are_answered(void **state) {
    (void)state;
    assert_int_equal(status_of_host("127.0.0.1:8517"), 0);
    assert_int_equal(status_of_host("localhost:8517"), 0);
    assert_int_equal(status_of_host("LocalHost:8517"), 0);
    assert_int_equal(status_of_host("[::1]:8517"), 0);
    static const char *const foreign[] = {"",
                                          "127.0.0.1",
                                          "127.0.0.1:80",
                                          "127.0.0.1:85170",
                                          "evil.example:8517",
                                          "127.0.0.1.evil.example:8517",
                                          "localhost:8517.evil.example",
                                          "localhost.:8517",
                                          "evil.example#localhost:8517",
                                          "0.0.0.0:8517",
                                          " localhost:8517"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) assert_int_equal(status_of_host(foreign[i]), 421);
    lsn_http_head head = make_head("GET", "/");
    head.hosts = 0;
    assert_int_equal(judge(&head).status, 421);
    head.hosts = 2;
    assert_int_equal(judge(&head).status, 400);
}

static int status_of_origin(const char *origin) {
    lsn_http_head head = make_post();
    head.origins = 1;
    head.origin = lsn_str_from(origin);
    return judge(&head).status;
}

static void only_the_pages_own_origin_may_ask(void **state) {
    (void)state;
    assert_int_equal(status_of_origin("http://127.0.0.1:8517"), 0);
    assert_int_equal(status_of_origin("http://localhost:8517"), 403);
    assert_int_equal(status_of_origin("https://127.0.0.1:8517"), 403);
    assert_int_equal(status_of_origin("http://127.0.0.1:8518"), 403);
    assert_int_equal(status_of_origin("http://127.0.0.1:8517.evil.example"), 403);
    assert_int_equal(status_of_origin("null"), 403);
    assert_int_equal(status_of_origin(""), 403);
}

static void a_request_that_a_browser_calls_foreign_reaches_no_data(void **state) {
    (void)state;
    lsn_http_head head = make_head("GET", "/api/events");
    head.fetch_site = LSN_STR("cross-site");
    assert_int_equal(judge(&head).status, 403);
    head.fetch_site = LSN_STR("same-site");
    assert_int_equal(judge(&head).status, 403);
    head.fetch_site = LSN_STR("same-origin");
    assert_int_equal(judge(&head).status, 0);
    head = make_head("GET", "/"); // following a link to the page is no harm
    head.fetch_site = LSN_STR("cross-site");
    assert_int_equal(judge(&head).status, 0);
}

static void framing_that_could_be_read_in_two_ways_is_refused(void **state) {
    (void)state;
    lsn_http_head head = make_post();
    head.content_lengths = 2;
    assert_int_equal(judge(&head).status, 400);
    head = make_post();
    head.transfer_encodings = 1;
    assert_int_equal(judge(&head).status, 400);
    head = make_post();
    head.content_lengths = 0;
    head.transfer_encodings = 1;
    assert_int_equal(judge(&head).status, 411);
    static const char *const lengths[] = {"", "-1", "+5", "5, 5", "0x10", " 5", "5 ", "9999999999999999999"};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        head = make_post();
        head.content_length = lsn_str_from(lengths[i]);
        assert_int_equal(judge(&head).status, 400);
    }
}

static void a_body_has_its_bounds_and_its_type(void **state) {
    (void)state;
    lsn_http_head head = make_post();
    assert_int_equal(judge(&head).route, LSN_HTTP_events_add);
    head.content_length = LSN_STR("1048576");
    assert_int_equal(judge(&head).status, 0);
    head.content_length = LSN_STR("1048577");
    assert_int_equal(judge(&head).status, 413);
    head = make_post();
    head.content_lengths = 0;
    assert_int_equal(judge(&head).status, 411);
    head = make_post();
    head.content_type = LSN_STR("application/jsonl; charset=utf-8");
    assert_int_equal(judge(&head).status, 0);
    head.content_type = LSN_STR("text/plain");
    assert_int_equal(judge(&head).status, 415);
    head.content_type = LSN_STR("application/jsonlines");
    assert_int_equal(judge(&head).status, 415);
    head.content_types = 0;
    assert_int_equal(judge(&head).status, 415);
    head = make_head("GET", "/");
    head.content_lengths = 1;
    head.content_length = LSN_STR("3");
    assert_int_equal(judge(&head).status, 400);
}

static void files_have_their_types(void **state) {
    (void)state;
    assert_string_equal(lsn_http_type(LSN_STR("/index.html")), "text/html; charset=utf-8");
    assert_string_equal(lsn_http_type(LSN_STR("/app.js")), "text/javascript; charset=utf-8");
    assert_string_equal(lsn_http_type(LSN_STR("/loosen.wasm")), "application/wasm");
    assert_string_equal(lsn_http_type(LSN_STR("/manifest.webmanifest")), "application/manifest+json");
    assert_string_equal(lsn_http_type(LSN_STR("/x")), "application/octet-stream");
    assert_string_equal(lsn_http_type(LSN_STR("")), "application/octet-stream");
}

// ---------------------------------------------------------------- over sockets

static lsn_store *store;
static lsn_http_server *server;
static int port;

static int start_server(void **state) {
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    lsn_diag diag;
    if (make_folder(state) || lsn_store_open(&store, folder, &diag)) return -1;
    return lsn_http_start(&server, store, 0, true, &port, &diag) ? -1 : 0;
}

static int stop_server(void **state) {
    (void)state;
    lsn_http_stop(server);
    lsn_store_close(store);
    return remove_folder(state);
}

static int connect_to(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    struct timeval wait = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static char answer[1 << 20];

/// Sends bytes as they are and reads until the server closes; returns the status.
static int talk(const char *bytes, size_t size) {
    int fd = connect_to();
    while (size > 0) {
        ssize_t wrote = write(fd, bytes, size);
        if (wrote <= 0) break; // it may close before it has read everything
        bytes += wrote;
        size -= (size_t)wrote;
    }
    size_t used = 0;
    for (ssize_t got; (got = read(fd, answer + used, sizeof answer - 1 - used)) > 0;) used += (size_t)got;
    answer[used] = 0;
    close(fd);
    int status = 0;
    sscanf(answer, "HTTP/1.%*d %d", &status);
    return status;
}

static int ask(const char *method, const char *path, const char *headers, const char *body) {
    static char request[2 << 20];
    int size =
        snprintf(request, sizeof request, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n%s\r\n%s",
                 method, path, port, headers, body);
    return talk(request, (size_t)size);
}

static int post(const char *body) {
    char headers[128];
    snprintf(headers, sizeof headers, "Content-Type: application/jsonl\r\nContent-Length: %zu\r\n", strlen(body));
    return ask("POST", "/api/events", headers, body);
}

#define NOTE(last)                                                                                                     \
    "{\"id\":\"01890a5d-ac96-774b-bcce-b302099a805" last "\",\"at\":1700000000000,\"kind\":\"note\",\"text\":"         \
    "\"stiff\"}"

static void hello_says_what_answers(void **state) {
    (void)state;
    assert_int_equal(ask("GET", "/api/hello", "", ""), 200);
    assert_non_null(strstr(answer, "{\"app\":\"loosen\",\"version\":\""));
    assert_non_null(strstr(answer, "\r\nContent-Type: application/json\r\n"));
}

static void posted_events_come_back(void **state) {
    (void)state;
    assert_int_equal(post(NOTE("1") "\n" NOTE("2") "\n"), 200);
    assert_non_null(strstr(answer, "{\"stored\":2,\"known\":0,\"refused\":[]}"));
    assert_int_equal(ask("GET", "/api/events", "", ""), 200);
    assert_non_null(strstr(answer, NOTE("1") "\n" NOTE("2") "\n"));
    assert_non_null(strstr(answer, "\r\nContent-Type: application/jsonl\r\n"));
}

static void posting_again_stores_nothing_twice(void **state) {
    (void)state;
    assert_int_equal(post(NOTE("1")), 200);
    assert_int_equal(post(NOTE("1") "\n" NOTE("2")), 200);
    assert_non_null(strstr(answer, "{\"stored\":1,\"known\":1,\"refused\":[]}"));
}

static void a_damaged_line_is_named_and_the_rest_stored(void **state) {
    (void)state;
    assert_int_equal(post(NOTE("1") "\n{}\n" NOTE("2")), 200);
    assert_non_null(strstr(answer, "{\"stored\":2,\"known\":0,\"refused\":[{\"line\":2,\"text\":\""));
}

static void every_answer_carries_the_strict_headers(void **state) {
    (void)state;
    static const char *const paths[] = {"/", "/api/hello", "/api/events", "/nothing"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        ask("GET", paths[i], "", "");
        assert_non_null(strstr(answer, "\r\nContent-Security-Policy: default-src 'none'; script-src 'self' "));
        assert_non_null(strstr(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
        assert_non_null(strstr(answer, "\r\nReferrer-Policy: no-referrer\r\n"));
        assert_non_null(strstr(answer, "\r\nCross-Origin-Opener-Policy: same-origin\r\n"));
        assert_non_null(strstr(answer, "\r\nCross-Origin-Resource-Policy: same-origin\r\n"));
        assert_null(strstr(answer, "Access-Control-Allow"));
    }
}

static void an_unchanged_file_is_not_sent_again(void **state) {
    (void)state;
    assert_int_equal(ask("GET", "/", "", ""), 200);
    char *tag = strstr(answer, "\r\nETag: ");
    assert_non_null(tag);
    char header[64];
    snprintf(header, sizeof header, "If-None-Match: %.18s\r\n", tag + 8);
    assert_int_equal(ask("GET", "/", header, ""), 304);
    assert_int_equal(ask("GET", "/", "If-None-Match: \"0000000000000000\"\r\n", ""), 200);
}

static void hostile_framing_is_refused_over_the_wire(void **state) {
    (void)state;
    char bytes[512];
#define HEAD "POST /api/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/jsonl\r\n"
    int size = snprintf(bytes, sizeof bytes, HEAD "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", port);
    assert_int_equal(talk(bytes, (size_t)size), 400);
    size =
        snprintf(bytes, sizeof bytes,
                 HEAD "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n", port);
    assert_int_equal(talk(bytes, (size_t)size), 400);
    assert_null(strstr(answer + 12, "HTTP/1.1 200")); // nothing behind it was read as a request
    size = snprintf(bytes, sizeof bytes, HEAD "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", port);
    assert_int_equal(talk(bytes, (size_t)size), 411);
    size = snprintf(bytes, sizeof bytes, HEAD "Content-Length: 2000000\r\n\r\n", port);
    assert_int_equal(talk(bytes, (size_t)size), 413);
    size = snprintf(bytes, sizeof bytes, "GET / HTTP/1.1\r\nHost: evil.example:%d\r\nConnection: close\r\n\r\n", port);
    assert_int_equal(talk(bytes, (size_t)size), 421);
#undef HEAD
}

static void a_full_megabyte_is_taken(void **state) {
    (void)state;
    static char body[LSN_HTTP_BODY_MAX + 1];
    memset(body, ' ', LSN_HTTP_BODY_MAX);
    memcpy(body, NOTE("1") "\n", strlen(NOTE("1")) + 1);
    assert_int_equal(post(body), 200);
    assert_non_null(strstr(answer, "\"stored\":1"));
}

static void a_log_that_cannot_be_written_is_a_503_and_keeps_nothing(void **state) {
    (void)state;
    // A trigger stands in for a disk that refuses.
    char path[128];
    snprintf(path, sizeof path, "%s/loosen.db", folder);
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'x'); END",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(post(NOTE("1")), 503);
    assert_non_null(strstr(answer, "\"text\":\"the log cannot be written"));
    assert_int_equal(sqlite3_exec(db, "DROP TRIGGER full", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    int64_t count = -1;
    assert_int_equal(lsn_store_count(store, &count, NULL), LSN_OK);
    assert_int_equal(count, 0);
    assert_int_equal(post(NOTE("1")), 200);
}

static void a_taken_port_is_said_or_passed_over(void **state) {
    (void)state;
    lsn_http_server *second = NULL;
    lsn_diag diag = {0};
    int bound = 0;
    assert_int_equal(lsn_http_start(&second, store, port, true, &bound, &diag), LSN_ERR_IO);
    assert_non_null(strstr(diag.text, "taken"));
    assert_null(second);
    assert_int_equal(lsn_http_start(&second, store, port, false, &bound, &diag), LSN_OK);
    assert_int_not_equal(bound, port);
    lsn_http_stop(second);
}

#define SERVER_TEST(name) cmocka_unit_test_setup_teardown(name, start_server, stop_server)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_root_is_the_page),
        cmocka_unit_test(each_route_has_its_methods),
        cmocka_unit_test(only_this_machines_names_are_answered),
        cmocka_unit_test(only_the_pages_own_origin_may_ask),
        cmocka_unit_test(a_request_that_a_browser_calls_foreign_reaches_no_data),
        cmocka_unit_test(framing_that_could_be_read_in_two_ways_is_refused),
        cmocka_unit_test(a_body_has_its_bounds_and_its_type),
        cmocka_unit_test(files_have_their_types),
        SERVER_TEST(hello_says_what_answers),
        SERVER_TEST(posted_events_come_back),
        SERVER_TEST(posting_again_stores_nothing_twice),
        SERVER_TEST(a_damaged_line_is_named_and_the_rest_stored),
        SERVER_TEST(every_answer_carries_the_strict_headers),
        SERVER_TEST(an_unchanged_file_is_not_sent_again),
        SERVER_TEST(hostile_framing_is_refused_over_the_wire),
        SERVER_TEST(a_full_megabyte_is_taken),
        SERVER_TEST(a_log_that_cannot_be_written_is_a_503_and_keeps_nothing),
        SERVER_TEST(a_taken_port_is_said_or_passed_over),
    };
    return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
