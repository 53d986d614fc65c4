using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Pipeline.Tests.Jobs;

/// <summary>
/// A job file and its preset are published: every value that they stand for is written down in <c>Golden</c>, as if the file lay
/// in the folder
/// <c>/jobs</c>. A difference means that somebody's job would become another search.
/// </summary>
public sealed class GoldenJobsTests
{
    public static TheoryData<string> Files => JobFilesTests.Files;

    [Theory]
    [MemberData(nameof(Files))]
    public void A_job_file_stands_for_the_recorded_values(string file) =>
        Assert.Equal(File.ReadAllText(GoldenOf(file)), Resolved(file));

    [Fact]
    public void No_recorded_job_is_without_its_file() => Assert.Equal(
        Files.Select(row => GoldenOf(row.Data)).Order(StringComparer.Ordinal),
        Directory.GetFiles(JobText.PathOf("tests", "Enas.Pipeline.Tests", "Jobs", "Golden")).Order(StringComparer.Ordinal));

    [Fact]
    public void A_new_operation_or_activation_is_in_no_default()
    {
        const string added = "a-new-one";
        Assert.Equal(
            Default(MacroCnnSpace.Name, "space.operations"), MacroCnnRows.Operations([added, .. MacroOperationNames.All]).Default);
        Assert.Equal(
            Default(MicroCnnSpace.Name, "space.operations"), MicroCnnRows.Operations([added, .. MicroOperationNames.All]).Default);
        Assert.All(
            RnnCellRows.Activations([added, .. ActivationNames.All]),
            row => Assert.Equal(Default(RnnCellSpace.Name, row.Key), row.Default));
    }

    [Theory]
    [InlineData("cifar10-macro-paper.json"),
        InlineData("cifar10-micro-paper.json"), InlineData("ptb-rnn-paper.json"), InlineData("tiny-macro.json")]
    public void A_job_stands_for_the_same_values_when_its_space_has_one_operation_more(string file)
    {
        var read = JobReader.Read(File.ReadAllBytes(JobText.PathOf("jobs", file)), $"/jobs/{file}", [], "/here", static _ => null).Options!;
        var (table, wider) = (JobSchema.Of(read.Space.Kind, read.Strategy.Kind), Wider(read));
        Assert.NotEqual(table.Options.Select(row => row.AllowedText), wider.Options.Select(row => row.AllowedText));
        Assert.Equal(table.Options.Select(row => row.Default), wider.Options.Select(row => row.Default));
        var reading = new JobReading($"/jobs/{file}", "/here", static _ => null) { Table = wider };
        Assert.Equal(File.ReadAllText(GoldenOf(file)),
            reading.Read(File.ReadAllBytes(JobText.PathOf("jobs", file)), []).Options!.ToResolvedJson());
    }

    // The table as the space would make it if it had one operation or activation more.
    private static JobTable Wider(JobOptions job)
    {
        var (space, strategy) = (SpaceCatalog.Of(job.Space.Kind), StrategyCatalog.Of(job));
        JobOption[] rows = [MacroCnnRows.Operations(["a-new-one", .. MacroOperationNames.All])];
        rows = space.Kind == MicroCnnSpace.Name ? [MicroCnnRows.Operations(["a-new-one", .. MicroOperationNames.All])]
            : space.Kind == RnnCellSpace.Name ? RnnCellRows.Activations(["a-new-one", .. ActivationNames.All])
            : rows;
        return new JobTable(space, strategy,
            [.. space.Options(SpaceCatalog.ContextOf(space, strategy))
                .Select(row => rows.FirstOrDefault(other => other.Key == row.Key) ?? row)]);
    }

    private static string? Default(string space, string key) => JobSchema.Of(space, "enas").Find(key)!.Default;

    private static string GoldenOf(string file) =>
        JobText.PathOf("tests", "Enas.Pipeline.Tests", "Jobs", "Golden", $"{Path.GetFileNameWithoutExtension(file)}.resolved.json");

    private static string Resolved(string file)
    {
        var document = JobReader.Read(File.ReadAllBytes(JobText.PathOf("jobs", file)), $"/jobs/{file}", [], "/here", static _ => null);
        Assert.Equal([], document.Errors.Select(error => error.ToString()));
        return document.Options!.ToResolvedJson();
    }
}
