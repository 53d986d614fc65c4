using Enas.Pipeline.Jobs;
using Enas.Pipeline.Tests.Jobs;

namespace Enas.Pipeline.Tests.Spaces.Custom;

/// <summary>How the decisions of a job are read, and every fault at its place.</summary>
public sealed class CustomFormTests
{
    [Fact]
    public void Decisions_are_written_in_one_way_with_all_that_was_left_out()
    {
        var json = CustomJobs.Job().Own.Json("space.decisions");
        Assert.StartsWith("[{\"name\":\"optimiser\",\"kind\":\"category\",\"options\":[\"sgd\",\"adam\",\"of two words\"]},"
            + "{\"name\":\"layers\",\"kind\":\"integer\",\"low\":1,\"high\":3,\"step\":1},{\"name\":\"momentum\",\"kind\":\"number\","
            + "\"low\":0,\"high\":0.9,\"count\":3,\"scale\":\"linear\",\"when\":{\"optimiser\":[\"sgd\"]}}", json,
            StringComparison.Ordinal);
        Assert.Equal(json, CustomJobs.Job(json).Own.Json("space.decisions"));
        Assert.Equal(JobFacts.ForSearch(CustomJobs.Job()), JobFacts.ForSearch(CustomJobs.Job(json)));
        var resolved = CustomJobs.Job().ToResolvedJson();
        Assert.Equal(resolved, ResolvedJob.FromResolvedJson(resolved).Options!.ToResolvedJson());
    }

    // The numbers of a grid by hand: powers of ten, and steps of 0.45.
    [Theory]
    [InlineData("""[{"name":"a","kind":"number","low":0.0001,"high":0.1,"count":4,"scale":"log"}]""", "0.0001 0.001 0.01 0.1")]
    [InlineData("""[{"name":"a","kind":"number","low":0,"high":0.9,"count":3}]""", "0 0.45 0.9")]
    [InlineData("""[{"name":"a","kind":"number","low":-1,"high":1,"count":3}]""", "-1 0 1")]
    [InlineData("""[{"name":"a","kind":"integer","low":-2,"high":7,"step":4}]""", "-2 2 6")]
    [InlineData("""[{"name":"a","kind":"integer","low":16,"high":300,"factor":4}]""", "16 64 256")]
    [InlineData("""[{"name":"a","kind":"category","options":[1.50,true,"ü"]}]""", "1.5 yes ü")]
    [InlineData("""[{"name":"a","kind":"bit"}]""", "no yes")]
    public void Options_are_those_of_the_grid(string decisions, string options) =>
        Assert.Equal(options, string.Join(' ', CustomJobs.Space(decisions).Decisions[0].Options));

    [Theory]
    [InlineData("""[{"name":"a","kind":"categroy","options":["x"]}]""", "did you mean \"category\"?")]
    [InlineData("""[{"name":"a","kind":"category","option":["x"]}]""", "unknown key \"option\" - did you mean \"options\"?")]
    [InlineData("""[{"name":"a","kind":"integer","low":1,"hihg":4}]""", "did you mean \"high\"?")]
    [InlineData("""[{"name":"a","kind":"integer","low":5,"high":4}]""", "[0] \"a\" \"high\" = 4 is below \"low\" = 5")]
    [InlineData("""[{"name":"a","kind":"integer","low":1,"high":100000}]""", "makes 100000 options; allowed: at most 1000")]
    [InlineData("""[{"name":"a","kind":"integer","low":1,"high":8,"factor":2,"step":1}]""", "say two things")]
    [InlineData("""[{"name":"a","kind":"number","low":0,"high":1,"count":3,"scale":"log"}]""", "has no logarithm")]
    [InlineData("""[{"name":"a","kind":"number","low":0,"high":1,"count":1}]""", "\"count\" = 1 is out of range")]
    [InlineData("""[{"name":"a","kind":"bit"},{"name":"a","kind":"bit"}]""",
        "[1] \"a\" \"name\" = \"a\" stands twice; name each decision once")]
    [InlineData("""[{"name":"a b","kind":"bit"}]""", "is no name; a name begins with a letter")]
    [InlineData("""[{"name":"alpha","kind":"bit"},{"name":"b","kind":"bit","when":{"alhpa":true}}]""", "did you mean \"alpha\"?")]
    [InlineData("""[{"name":"b","kind":"bit","when":{"later":true}},{"name":"later","kind":"bit"}]""",
        "\"later\" is not before this one; a decision can only depend on earlier ones, so move it")]
    [InlineData("""[{"name":"b","kind":"bit","when":{"b":true}}]""", "\"b\" is not before this one")]
    [InlineData("""[{"name":"a","kind":"number","low":-1.7e308,"high":1.7e308,"count":3}]""", "their difference is no finite number")]
    [InlineData("""[{"name":"a","kind":"category","options":[]}]""", "\"options\" is empty; name at least one thing that can be chosen")]
    [InlineData("""[{"name":"a","kind":"category","options":"x"}]""", "\"options\" = \"x\" is not a list of what can be chosen")]
    [InlineData("""[{"name":"a","kind":"category","options":[""]}]""", "\"\" is empty; expected text")]
    [InlineData("""[{"name":"a","kind":"category","options":["sgd","adam"]},{"name":"b","kind":"bit","when":{"a":"adma"}}]""",
        "did you mean \"adam\"?")]
    [InlineData("""[{"name":"a","kind":"earlier"}]""", "there is no earlier decision, so an input from outside is needed")]
    [InlineData("""[{"name":"one","kind":"bit"},{"name":"b","kind":"earlier","among":["oen"]}]""", "did you mean \"one\"?")]
    [InlineData("""[{"name":"a","kind":"category","options":["x","x"]}]""", "\"x\" stands twice")]
    [InlineData("""[{"name":"a","kind":"category","options":[["x"]]}]""", "is a list; expected text, a number, or true or false")]
    [InlineData("""["a"]""", "[0] is text; expected an object")]
    [InlineData("""{"a":1}""", "is an object; expected a list of decisions")]
    [InlineData("""[]""", "is empty; name at least one decision")]
    [InlineData("""[{"name":"a","kind":"bit"},{"kind":"bit"}]""", "[1] \"name\" is missing; expected text")]
    [InlineData("""
        [{"name":"a","kind":"bit"},{"name":"b","kind":"bit","when":{"a":true}},{"name":"c","kind":"bit","when":{"b":true,"a":false}}]
        """,
        "[2] \"c\" is never open")]
    public void What_is_wrong_is_told_with_the_way_out(string decisions, string words)
    {
        var errors = JobText.Read(CustomJobs.Text(decisions)).Errors;
        Assert.Contains(errors, error => error.Key == "space.decisions" && error.Message.Contains(words, StringComparison.Ordinal)
            && error.Position.Line > 0);
    }

    [Fact]
    public void Every_fault_is_told_at_once_at_its_place()
    {
        var errors = JobText.Read(CustomJobs.Text("""
            [
              { "name": "a", "kind": "categroy" },
              { "name": "b", "kind": "integer", "low": 3, "high": 1 },
              { "name": "c", "kind": "bit", "wehn": {} }
            ]
            """)).Errors;
        Assert.Equal(3, errors.Count);
        Assert.Equal(errors.Select(error => error.Position.Line).Order().Distinct(), errors.Select(error => error.Position.Line));
    }

    [Fact]
    public void Of_what_is_told_a_decision_can_have_the_name_of_the_measure() => Assert.Empty(JobText.Read("""
        { "name": "a", "preset": "small", "strategy": { "kind": "random" }, "evaluator": { "kind": "told" },
          "space": { "kind": "custom", "decisions": [ { "name": "accuracy", "kind": "bit" }, { "name": "seed", "kind": "bit" } ] } }
        """).Errors);

    [Theory]
    [InlineData("evaluator.command=[\"\"]", "evaluator.command", "begins with an empty text, which names no program")]
    [InlineData("evaluator.command=[\" \",\"train.py\"]", "evaluator.command", "begins with an empty text, which names no program")]
    [InlineData("evaluator.command=[\"p\",\"{seed}\"]", "evaluator.command", "has {seed}, which is a fixed word and also the name of a "
        + "decision, so it could stand for either; rename the decision. Fixed words: seed budget scratch request tokens")]
    [InlineData("evaluator.command=[\"p\",\"{tokens}\"]", null, null)]
    [InlineData("evaluator.measure=seed", "evaluator.measure", "names \"seed\", which is also the name of a decision: a line seed=0.9 of "
        + "the program could say what was measured as well as what was chosen; rename one of them")]
    [InlineData("limits.costs={\"seed\":3}", "evaluator.measure", "names \"seed\", which is also the name of a decision")]
    public void What_could_mean_two_things_is_refused(string set, string? key, string? words)
    {
        var errors = JobText.Read("""
            { "name": "a", "preset": "small", "strategy": { "kind": "random" }, "evaluator": { "command": ["p", "{budget}"] },
              "space": { "kind": "custom", "decisions": [ { "name": "seed", "kind": "bit" }, { "name": "value", "kind": "bit" } ] } }
            """, set).Errors;
        Assert.Equal(words is null ? 0 : 1, errors.Count);
        Assert.All(errors, error => Assert.Contains(words!, error.Message, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.Contains(key!, error.Key + error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(", \"folder\": \".\"", "evaluator.command={laers}", "did you mean \"layers\"?")]
    [InlineData("", "evaluator.direction=lower", "wrong of accuracy, of which more is better")]
    [InlineData(", \"measure\": \"loss\"", "evaluator.direction=lower", "nothing says what counts for an architecture whose program fails")]
    [InlineData("", "evaluator.kind=told", "is for evaluator.kind \"command\"")]
    [InlineData("", "evaluator.measure=step", "is no name of a measure")]
    [InlineData("", "costs.counts=true", "Enas counts of its own networks")]
    public void Options_that_do_not_fit_are_refused(string more, string set, string words)
    {
        var errors = JobText.Read(CustomJobs.Text(more: more), set.Contains("command", StringComparison.Ordinal)
            ? "evaluator.command=[\"program\",\"--layers\",\"{laers}\"]" : set).Errors;
        Assert.Contains(errors, error => error.Message.Contains(words, StringComparison.Ordinal));
    }
}
