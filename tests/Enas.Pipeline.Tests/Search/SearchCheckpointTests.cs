using Enas.Pipeline.Events;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Steps.Checkpoint;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Search;

/// <summary>Parts that save and load a section each.</summary>
public sealed class SearchCheckpointTests
{
    [Fact]
    public async Task The_newest_is_taken_that_is_there_and_not_later_than_asked_for()
    {
        var store = new InMemoryCheckpointStore();
        var state = SearchState.Empty;
        foreach (var step in (long[])[10, 20, 30])
        {
            var checkpoint = new Checkpoint(step, [new("a/value", "1")], []);
            var reference = await store.PublishAsync(checkpoint, TestContext.Current.CancellationToken);
            state = state.Apply(new CheckpointSaved(new StepPosition(step, Phases.Weights, 0), reference));
        }

        Assert.Equal(30, (await NewestAsync(99))!.Step);
        Assert.Equal(20, (await NewestAsync(29))!.Step);
        await store.ReleaseAsync(state.Checkpoints[1].Reference.Name, TestContext.Current.CancellationToken);
        Assert.Equal(10, (await NewestAsync(29))!.Step);
        Assert.Null(await NewestAsync(9));

        Task<Checkpoint?> NewestAsync(long atMostStep) =>
            SearchCheckpoint.NewestAsync(store, state, atMostStep, Assert.Fail, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Each_part_gets_its_own_section_back_and_nothing_else()
    {
        var (a, b) = (new Part("a") { Value = "1" }, new Part("b") { Value = "2" });
        var checkpoint = SearchCheckpoint.Of([b, a], 7);
        Assert.Equal(["a", "b"], checkpoint.Sections!.Select(section => section.Name));
        Assert.Equal(["a/value", "b/value"], checkpoint.Texts.Select(text => text.Key));
        var (first, second) = (new Part("a"), new Part("b"));
        SearchCheckpoint.Restore([first, second], checkpoint);
        Assert.Equal(("1", "2"), (first.Value, second.Value));
    }

    [Fact]
    public void A_section_of_a_newer_program_is_named_with_its_versions_and_the_way_out_and_nothing_is_loaded()
    {
        var checkpoint = SearchCheckpoint.Of([new Part("a") { Value = "1" }, new Part("b", 3) { Value = "2" }], 7);
        var part = new Part("a") { Value = "before" };
        var error = Assert.Throws<CheckpointSectionException>(() => SearchCheckpoint.Restore([part, new Part("b", 2)], checkpoint));
        Assert.Equal(
            "the checkpoint of step 7 has its section \"b\" in version 3, and this program knows versions up to 2. "
            + "Use the version of enas that wrote it, "
            + "or move the file checkpoints/000000000007-*.safetensors away: 'resume' then makes its steps again",
            error.Message);
        Assert.Equal("before", part.Value);
    }

    [Fact]
    public void An_earlier_version_is_loaded_by_the_part_that_knows_it()
    {
        var part = new Part("a", 2);
        SearchCheckpoint.Restore([part], SearchCheckpoint.Of([new Part("a") { Value = "1" }], 7));
        Assert.Equal(("1", 1), (part.Value, part.LoadedVersion));
    }

    [Fact]
    public void A_missing_section_is_named_beside_those_that_are_there()
    {
        var checkpoint = SearchCheckpoint.Of([new Part("a") { Value = "1" }], 7);
        var error = Assert.Throws<CheckpointSectionException>(() => SearchCheckpoint.Restore([new Part("b")], checkpoint));
        Assert.StartsWith("the checkpoint of step 7 has no section \"b\", only a. ", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<CheckpointSectionException>(() =>
            SearchCheckpoint.Restore([new Part("a")], checkpoint with { Texts = [] }));
        Assert.StartsWith("the checkpoint of step 7 has no a/value in its section \"a\". ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_sections_each_part_finds_what_has_its_names_and_what_came_with_sections_stays_as_it_is()
    {
        var old = new Checkpoint(7, [new("a/value", "1"), new("b/value", "2")], []);
        var (a, late) = (new Part("a"), new Part("late", isLate: true) { Value = "before" });
        SearchCheckpoint.Restore([a, late], old);
        Assert.Equal(("1", "before"), (a.Value, late.Value));
        var saved = SearchCheckpoint.Of([a, late], 7);
        Assert.Equal(["a/value", "late/value"], saved.Texts.Select(text => text.Key));
        Assert.Equal(["a/value"], saved.InFirstFormat().Texts.Select(text => text.Key));
        Assert.Null(saved.InFirstFormat().Sections);
    }

    [Fact]
    public void A_part_cannot_write_into_the_section_of_another()
    {
        var section = new CheckpointSection(NetworkSections.Best, 1);
        Assert.Throws<ArgumentException>(() => section.Add("final/best-accuracy", "1"));
        section.Add("best/x", "1");
        Assert.Throws<ArgumentException>(() => section.Add("best/x", "1"));
    }

    private sealed class Part(string name, int version = 1, bool isLate = false) : ICheckpointed
    {
        public string Value { get; set; } = "";

        public int LoadedVersion { get; private set; }

        public SectionKind Section { get; } = new(name, version, name + "/") { FirstFormat = isLate ? 2 : 1 };

        public void Save(CheckpointSection to) => to.Add(name + "/value", Value);

        public void Load(CheckpointSection from) => (Value, LoadedVersion) = (from.Text(name + "/value"), from.Kind.Version);
    }
}
