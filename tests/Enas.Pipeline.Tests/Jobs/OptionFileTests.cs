using System.Text;
using Enas.Pipeline.Jobs;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Tests.Jobs;

public sealed class OptionFileTests
{
    private static readonly JobOption[] s_options =
    [
        new() { Key = "name", Type = JobOptionType.Text, Description = "A name.", Default = null },
        new() { Key = "count", Type = JobOptionType.Integer, Description = "A count.", Default = "1", Minimum = "1" },
    ];

    [Fact]
    public void Values_that_are_given_come_as_json()
    {
        var (json, errors) = Read("{ // said\n \"$schema\": \"x\", \"count\": 3, \"name\": \"a\\u0062\", }");
        Assert.Empty(errors);
        Assert.Equal("{\"count\":3,\"name\":\"ab\"}", json);
    }

    [Theory]
    [InlineData("{ \"name\": \"a\", \"cuont\": 3 }", "1:16", "unknown key - did you mean \"count\"?")]
    [InlineData("{ \"name\": \"a\", \"other\": 3 }", "1:16", "unknown key; known here: name count")]
    [InlineData("{ \"count\": 3 }", "1:1", "is missing: it must be given")]
    [InlineData("{ \"name\": \"a\",\n \"count\": 0 }", "2:11", "= 0 is out of range; allowed: 1 or more")]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\" }", "1:16", "already stands at 1:3")]
    [InlineData("[]", "1:1", "expected an object, this is a list")]
    [InlineData("{ \"name\" }", "1:10", "expected ':' after the key \"name\", found '}'")]
    public void Faults_have_their_place_and_what_would_be_right(string text, string position, string message)
    {
        var error = Assert.Single(Read(text).Errors);
        Assert.Equal((position, message, JobErrorKind.BadJobFile), (error.Position.ToString(), error.Message, error.Kind));
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(3, Read("{ \"count\": \"x\", \"a\": 1, \"b\": 2, \"name\": \"n\" }").Errors.Count);

    private static (string Json, IReadOnlyList<JobError> Errors) Read(string text)
    {
        var (json, errors, _) = OptionFile.Read(Encoding.UTF8.GetBytes(text), "some.json", s_options);
        return (json, errors);
    }
}
