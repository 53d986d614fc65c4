using System.Text;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.TestKit.Faults;

namespace Enas.Pipeline.Tests.Jobs;

/// <summary>What people read when a job is wrong, word for word.</summary>
public sealed class JobErrorTests
{
    private static string[] Fault(string inner) => JobText.Errors(
        "{ \"name\": \"a\", \"preset\": \"small\", \"data\": { \"kind\": \"generated\" },\n" + inner + " }");

    [Theory]
    [Trait(FaultPlan.Trait, "14")]
    [InlineData("\"policy\": { \"entropyWieght\": 1 }",
        "ENAS2103 /jobs/a.json:2:13  policy.entropyWieght  unknown key - did you mean \"entropyWeight\"?")]
    [InlineData("\"entropyWeight\": 1", "ENAS2103 /jobs/a.json:2:1  entropyWeight  unknown key - did you mean \"policy.entropyWeight\"?")]
    [InlineData("\"budget\": { \"bananas\": 1 }", "ENAS2103 /jobs/a.json:2:13  "
        + "budget.bananas  unknown key; known here: rounds evaluations cost")]
    [InlineData("\"space\": { \"nodes\": 0 }", "ENAS2105 /jobs/a.json:2:21  space.nodes  = 0 is out of range; allowed: 1 to 64")]
    [InlineData("\"space\": { \"nodes\": 3.5 }",
        "ENAS2102 /jobs/a.json:2:21  space.nodes  = 3.5 is not an integer; expected an integer, 1 to 64")]
    [InlineData("\"space\": { \"nodes\": \"many\" }",
        "ENAS2102 /jobs/a.json:2:21  space.nodes  = \"many\" is text; expected an integer, 1 to 64")]
    [InlineData("\"space\": [4]", "ENAS2102 /jobs/a.json:2:10  space  = [4] is a list; expected an object")]
    [InlineData("\"space\": { \"output\": \"loose\" }",
        "ENAS2117 /jobs/a.json:2:22  space.output  = \"loose\" is not allowed; allowed: loose-ends all-nodes all-but-first")]
    [InlineData("\"space\": { \"activations\": [\"tanh\", \"rleu\"] }", "ENAS2117 /jobs/a.json:2:36 "
        + " space.activations  [1] = \"rleu\" is not allowed - did you mean \"relu\"?; allowed: tanh relu identity sigmoid")]
    [InlineData("\"space\": { \"activations\": [\"tanh\", \"tanh\"] }",
        "ENAS2106 /jobs/a.json:2:36  space.activations  [1] = \"tanh\" stands twice; name each once")]
    [InlineData("\"space\": { \"activations\": [] }",
        "ENAS2106 /jobs/a.json:2:27  space.activations  is empty; name at least one of: tanh relu identity sigmoid")]
    [InlineData("\"space\": { \"activations\": [\"tanh\"], \"firstActivation\": \"relu\" }",
        "ENAS2204 /jobs/a.json:2:56  space.firstActivation  = \"relu\" is not in space.activations: tanh")]
    [InlineData("\"space\": { \"nodes\": 1, \"output\": \"all-but-first\" }",
        "ENAS2204 /jobs/a.json:2:34  space.output  = \"all-but-first\" needs space.nodes of 2 or more: node 0 is not part of the output")]
    [InlineData("\"sharedWeights\": { \"outputDropout\": 1 }",
        "ENAS2105 /jobs/a.json:2:37  sharedWeights.outputDropout  = 1 is out of range; allowed: 0 to less than 1")]
    [InlineData("\"sharedWeights\": { \"tiedDecoder\": 1 }",
        "ENAS2102 /jobs/a.json:2:35  sharedWeights.tiedDecoder  = 1 is a number; expected true or false")]
    [InlineData("\"sharedWeights\": { \"sequenceLength\": 0 }",
        "ENAS2105 /jobs/a.json:2:38  sharedWeights.sequenceLength  = 0 is out of range; allowed: 1 to 65536")]
    [InlineData("\"sharedWeights\": { \"l2\": 1e999 }",
        "ENAS2105 /jobs/a.json:2:26  sharedWeights.l2  = 1e999 is out of range; allowed: 0 or more")]
    [InlineData("\"sharedWeights\": { \"learningRateFloor\": 30 }",
        "ENAS2204 /jobs/a.json:2:41  sharedWeights.learningRateFloor  = 30 is above sharedWeights.learningRate = 20")]
    [InlineData("\"sharedWeights\": { \"batchSize\": 1, \"batchNorm\": \"average\" }", "ENAS2204 /jobs/a.json:2:33 "
        + " sharedWeights.batchSize  = 1 gives batch norm nothing to average over; use 2 or more, or sharedWeights.batchNorm \"none\"")]
    [InlineData("\"train\": { \"network\": { \"hidden\": null } }",
        "ENAS2102 /jobs/a.json:2:35  train.network.hidden  = null is null; expected an integer, 1 to 65536")]
    [InlineData("\"seed\": 18446744073709551616",
        "ENAS2105 /jobs/a.json:2:9  seed  = 18446744073709551616 is out of range; allowed: 0 to 18446744073709551615")]
    [InlineData("\"seed\": 1, \"seed\": 2", "ENAS2004 /jobs/a.json:2:12  the key \"seed\" already stands at 2:1")]
    public void One_fault_gives_one_line(string inner, string expected) => Assert.Equal([expected], Fault(inner));

    /// <summary>What a space or strategy alone has is no fault where its name is misspelt by a letter.</summary>
    [Theory]
    [InlineData("nas-bench-20", "evolution", "space.kind", "nas-bench-201")]
    [InlineData("nas-bench-201", "evolutoin", "strategy.kind", "evolution")]
    public void A_misspelt_kind_is_one_fault(string space, string strategy, string key, string meant)
    {
        var fault = Assert.Single(JobText.Errors($$"""
            { "schemaVersion": 1, "name": "x", "preset": "cifar10", "data": { "kind": "table", "path": "a.csv" },
              "space": { "kind": "{{space}}" }, "strategy": { "kind": "{{strategy}}", "population": 20 }, "evaluator": { "kind": "table" } }
            """));
        Assert.Contains($"  {key}  ", fault, StringComparison.Ordinal);
        Assert.Contains($"did you mean \"{meant}\"?", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"trainTokens\": 2000000000", "data.trainTokens  = 2000000000 is out of range; allowed: 2 to 50000000")]
    [InlineData("\"validTokens\": 50000000", "data.validTokens  = 50000000 is out of range; allowed: 2 to 10000000")]
    [InlineData("\"testTokens\": 50000000", "data.testTokens  = 50000000 is out of range; allowed: 2 to 10000000")]
    public void Generated_text_has_a_limit(string inner, string words) => Assert.EndsWith(
        words, Assert.Single(JobText.Errors(
            $"{{ \"name\": \"a\", \"preset\": \"small\", \"data\": {{ \"kind\": \"generated\", {inner} }} }}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"trainImages\": 2000000000", "data.images.trainImages  = 2000000000 is out of range; allowed: 1 to 1000000")]
    [InlineData("\"size\": 1024, \"trainImages\": 1000", "data.images.trainImages "
        + " = 1000 makes 1800 generated images together with validImages and testImages; allowed: at most 85 of 3x1024x1024")]
    public void Generated_images_have_a_limit(string inner, string words) => Assert.EndsWith(
        words,
        Assert.Single(JobText.Errors($"{{ \"name\": \"a\", \"preset\": \"small\", "
            + $"\"space\": {{ \"kind\": \"macro-cnn\" }}, \"data\": {{ \"kind\": \"generated\", \"images\": {{ {inner} }} }} }}")),
        StringComparison.Ordinal);

    /// <summary>A kind of space on two kinds of data: where the job does not say which, its preset tells which options it may have, and
    /// the one error is what is missing.</summary>
    [Theory]
    [InlineData("small", "\"sharedWeights\": { \"filters\": 4 }")]
    [InlineData("cifar10", "\"evaluator\": { \"column\": \"x\" }")]
    public void A_job_without_its_kind_of_data_has_that_one_error(string preset, string section)
    {
        var error = Assert.Single(JobText.Read(
            $$"""{ "name": "a", "preset": "{{preset}}", "space": { "kind": "nas-bench-201" }, {{section}} }""").Errors);
        Assert.Equal(("data.kind", "is missing; expected one of: table images generated"), (error.Key, error.Message));
    }

    [Fact]
    public void Loose_ends_of_shared_weights_cannot_be_concatenated() => Assert.EndsWith(
        "sharedWeights.looseEnds  = \"concatenate\" gives each architecture an output of its own width, for which no weights can be "
            + "shared; use \"project\" (train.network can concatenate)",
        Assert.Single(JobText.Errors("{ \"name\": \"a\", \"preset\": \"small\", \"space\": { \"kind\": \"micro-cnn\" }, "
            + "\"data\": { \"kind\": \"generated\" }, \"sharedWeights\": { \"looseEnds\": \"concatenate\" } }")),
        StringComparison.Ordinal);

    [Fact]
    public void What_is_missing_is_reported_where_it_should_stand() => Assert.Equal(
        [
            "ENAS2101 /jobs/a.json:1:1  name  is missing; expected text",
            "ENAS2101 /jobs/a.json:1:1  preset  is missing; expected one of: small small-2 paper official enas-lm reproducible",
            "ENAS2101 /jobs/a.json:1:3  data.kind  is missing; expected one of: tokens generated",
        ],
        JobText.Errors("{ \"data\": { } }"));

    [Theory]
    [InlineData("\"tokens\": \"chars\"", "= \"chars\" is not allowed; allowed: words characters")]
    [InlineData("\"tokens\": \"charactres\"", "= \"charactres\" is not allowed - did you mean \"characters\"?; allowed: words characters")]
    [InlineData("\"unkown\": { }", "unknown key - did you mean \"unknown\"?")]
    [InlineData("\"unknown\": { \"wrod\": \"x\" }", "unknown key - did you mean \"word\"?")]
    [InlineData("\"unknown\": { \"word\": \" \" }", "is empty; expected text")]
    [InlineData("\"unknown\": { \"word\": \"a b\" }", "= \"a b\" has white space or a control character in it; a word has none")]
    [InlineData("\"unknown\": { \"word\": \"<eos>\" }", "is the end of a line; name another word, usually <unk>")]
    [InlineData("\"unknown\": { \"minimumCount\": 0 }", "= 0 is out of range; allowed: 1 to 2147483647")]
    [InlineData("\"unknown\": { \"minimumCount\": 2 }",
        "= 2 leaves words out; name the word that stands for them in data.unknown.word, usually <unk>")]
    [InlineData("\"unknown\": { \"vocabularySize\": 9 }", "= 9 leaves words out; name the word")]
    [InlineData("\"unknown\": { \"word\": \"<unk>\", \"vocabularySize\": 2 }", "allowed: 0 for all, or 3 or more")]
    [InlineData("\"kind\": \"generated\", \"tokens\": \"characters\"", "= \"characters\" is for data.kind \"tokens\"")]
    [InlineData("\"kind\": \"generated\", \"unknown\": { \"word\": \"<unk>\" }",
        "is for data.kind \"tokens\": the generated language has no unknown words")]
    public void Options_of_text_are_checked(string inner, string expected)
    {
        var data = inner.Contains("\"kind\"", StringComparison.Ordinal) ? inner : $"\"kind\": \"tokens\", \"path\": \"x\", {inner}";
        Assert.Contains(
            expected,
            Assert.Single(JobText.Errors($$"""{ "name": "a", "preset": "small", "data": { {{data}} } }""")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_need_a_path() => Assert.Equal(
        ["ENAS2101 /jobs/a.json:1:35  data.path  is missing; data.kind \"tokens\" needs the folder with the text files"],
        JobText.Errors("""{ "name": "a", "preset": "small", "data": { "kind": "tokens" } }"""));

    [Fact]
    public void An_unset_environment_variable_is_named() => Assert.Equal(
        ["ENAS2107 /jobs/a.json:1:71  data.path  = \"${NOWHERE}/ptb\" names the environment variable NOWHERE, which is not set"],
        JobText.Errors("""{ "name": "a", "preset": "small", "data": { "kind": "tokens", "path": "${NOWHERE}/ptb" } }"""));

    [Fact]
    public void Every_error_is_reported_at_once_in_the_order_of_the_file()
    {
        var document = JobText.Read(
            """
            {
              "name": 7,
              "preset": "smal",
              "data": { "kind": "generated", "branches": 99 },
              "space": { "nodes": -1, "outptu": "loose-ends" },
            }
            """,
            "reward.c=zero");
        Assert.Equal(
            [
                "ENAS2102 /jobs/a.json:2:11  name  = 7 is a number; expected text",
                "ENAS2117 /jobs/a.json:3:13  preset  = \"smal\" is not allowed - did "
                    + "you mean \"small\"?; allowed: small small-2 paper official enas-lm reproducible",
                "ENAS2204 /jobs/a.json:4:46  data.branches  = 99 is more than the 64 words of data.vocabulary",
                "ENAS2105 /jobs/a.json:5:23  space.nodes  = -1 is out of range; allowed: 1 to 64",
                "ENAS2103 /jobs/a.json:5:27  space.outptu  unknown key - did you mean \"output\"?",
                "ENAS2102 --set reward.c=zero  reward.c  = \"zero\" is text; expected a number, more than 0",
            ],
            document.Errors.Select(error => error.ToString()));
        Assert.Null(document.Options);
        Assert.Equal(JobErrorKind.BadJobFile, document.ErrorKind);
    }

    [Fact]
    public void A_syntax_error_is_one_error_with_its_position() => Assert.Equal(
        ["ENAS2003 /jobs/a.json:2:1  expected ',' or '}' after the value, found '\"'"],
        JobText.Errors("{ \"name\": \"a\"\n\"preset\": \"small\" }"));

    [Fact]
    public void A_job_is_an_object() => Assert.Contains(
        "ENAS2102 /jobs/a.json:1:1  a job is an object, this is a list", JobText.Errors("[]"));

    [Theory]
    [InlineData("space.nodes", "ENAS2301 --set space.nodes  expected key=value, found \"space.nodes\"")]
    [InlineData("=3", "ENAS2301 --set =3  expected key=value, found \"=3\"")]
    [InlineData("space.nodez=3", "ENAS2103 --set space.nodez=3  space.nodez  unknown key - did you mean \"nodes\"?")]
    [InlineData("space={}", "ENAS2103 --set space={}  space  is a section; set one of its options")]
    [InlineData("space.nodes=0", "ENAS2105 --set space.nodes=0  space.nodes  = 0 is out of range; allowed: 1 to 64")]
    [InlineData("data.branches=999", "ENAS2204 --set data.branches=999  data.branches  = 999 is more than the 64 words of data.vocabulary")]
    public void A_bad_set_is_a_bad_command_line(string set, string expected)
    {
        var document = JobText.Read(JobText.Minimal, set);
        Assert.Equal([expected], document.Errors.Select(error => error.ToString()));
        Assert.Equal(64, (int)document.ErrorKind);
    }

    [Fact]
    public void An_absent_file_is_not_found()
    {
        var document = JobReader.Read("no-such.json", [], AppContext.BaseDirectory);
        Assert.Equal(["ENAS2001 no-such.json  there is no such job file"], document.Errors.Select(error => error.ToString()));
        Assert.Equal(66, (int)document.ErrorKind);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_files_that_are_too_long_are_refused()
    {
        var wrong = JobReader.Read(new byte[] { 0xC3, 0x28 }, "a.json", [], "/here");
        Assert.Equal(["ENAS2002 a.json  is not UTF-8 text"], wrong.Errors.Select(error => error.ToString()));
        var large = JobReader.Read(Encoding.UTF8.GetBytes(new string(' ', (1 << 20) + 1)), "a.json", [], "/here");
        Assert.Equal(["ENAS2002 a.json  is 1048577 bytes long; a job has at most 1048576"], large.Errors.Select(error => error.ToString()));
        Assert.Equal(65, (int)large.ErrorKind);
    }

    [Theory]
    [InlineData("data", "path", "a\\u0000b")]
    [InlineData("data", "path", "\\u0000")]
    [InlineData("data", "path", "a\\u202eb\\u001b\\u0000")]
    public void A_path_with_a_NUL_is_refused_where_it_stands(string section, string name, string path)
    {
        var text = $"{{ \"name\": \"a\", \"preset\": \"small\", \"{section}\": {{ \"kind\": \"tokens\",\n\"{name}\": \"{path}\" }} }}";
        var document = JobText.Read(text);
        var line = Assert.Single(document.Errors).ToString();
        Assert.StartsWith($"ENAS2105 /jobs/a.json:2:9  {section}.{name}  = ", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', line);
        Assert.DoesNotContain('\0', document.Errors[0].Message);
        Assert.Equal(65, (int)document.ErrorKind);
        Assert.Equal(64, (int)JobText.Read(JobText.Minimal, $"data.path=\"{path}\"").ErrorKind);
    }

    [Theory]
    [InlineData("pipe", 65, "is a named pipe; expected a job file")]
    [InlineData("socket", 65, "is a socket; expected a job file")]
    [InlineData("zero", 65, "is a device; expected a job file")]
    [InlineData("folder", 65, "is a folder; expected a job file")]
    [InlineData("large", 65, "is larger than 1048576 bytes, which a job has at most; it was not read")]
    [InlineData("astray", 66, "is a link to a file that is not there")]
    public async Task What_is_no_file_of_a_job_is_refused_unread(string name, int code, string words)
    {
        var folder = Directory.CreateTempSubdirectory("enas-jobs-").FullName;
        try
        {
            SpecialFiles.CreateNamedPipe(Path.Combine(folder, "pipe"));
            SpecialFiles.CreateSocket(Path.Combine(folder, "socket"));
            SpecialFiles.CreateLinkToEndlessDevice(Path.Combine(folder, "zero"));
            Directory.CreateDirectory(Path.Combine(folder, "folder"));
            File.CreateSymbolicLink(Path.Combine(folder, "astray"), Path.Combine(folder, "nowhere"));
            await using (var large = File.Create(Path.Combine(folder, "large")))
            {
                large.SetLength(1L << 40);
            }

            var document = await Task.Run(() => JobReader.Read(name, [], folder))
                .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            var error = Assert.Single(document.Errors);
            Assert.Equal((words, code), (error.Message, (int)document.ErrorKind));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
