namespace Enas.Host.Tests.Cli;

/// <summary>Architectures as other programs print them, on the command line.</summary>
public sealed class GivenArchitectureTests : IDisposable
{
    private const string PrintedMacro = "[2]\n[3 0]\n[0 1 0]\n";
    private const string PrintedMicro = "[0 2 0 0 1 4 2 1]\n[1 0 1 0 0 3 0 2]\n";
    private const string LooseEnds = "Genotype(recurrent = [('tanh', 0), ('relu', 0)], concat = [1, 2])";
    private const string OneOfTwo = "Genotype(recurrent = [('tanh', 0), ('relu', 0)], concat = [2])";

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData(PrintedMacro, "macro-cnn", "2 3 0 0 1 0")]
    [InlineData(PrintedMicro, "micro-cnn", "0 2 0 0 1 4 2 1 / 1 0 1 0 0 3 0 2")]
    [InlineData("[0 0 0 1 1]\n", "rnn-cell", "0 0 0 1 1")]
    public async Task Printed_lines_draw_what_the_bare_numbers_draw(string printed, string space, string bare)
    {
        var expected = await _work.Enas("draw", "--space", space, "--arch", bare);
        Assert.Equal(0, expected.ExitCode);
        Assert.Equal(expected.Output, (await _work.Enas("draw", "--arch", printed)).Output);
        Assert.Equal(expected.Output, (await _work.Enas("draw", "--space", space, "--arch", printed)).Output);
    }

    [Fact]
    public async Task A_genotype_is_drawn_with_its_own_output()
    {
        var dot = (await _work.Enas("draw", "--dialect", "darts", "--format", "dot", "--arch", OneOfTwo)).Output;
        var all = (await _work.Enas("draw", "--dialect", "darts", "--format", "dot", "--arch", LooseEnds)).Output;
        Assert.NotEqual(dot, all);
        Assert.Equal(all, (await _work.Enas("draw", "--format", "dot", "--arch", "0 0 0 0 1")).Output);
    }

    [Fact]
    public async Task A_genotype_of_convolutional_cells_is_drawn_with_its_own_output()
    {
        const string Cells =
            "Genotype(normal=[('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 2), ('max_pool_3x3', 0)], normal_concat=[2, "
            + "3], reduce=[('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 0), ('max_pool_3x3', 0)], reduce_concat=[2, 3])";
        foreach (var (format, words) in new[] { ("text", "output = concat of node 0, node 1"),
            ("dot", "normal2 -> normal_out"), ("mermaid", "normal2 --> normalOut"), ("svg", "<svg") })
        {
            Assert.Contains(words, (await _work.Enas("draw", "--dialect", "darts", "--format", format, "--arch", Cells)).Output,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Train_takes_what_the_job_can_say_and_refuses_the_rest()
    {
        var taken = await _work.Enas("train", "--job", "tiny.json", "--dialect", "darts", "--arch", LooseEnds, "--json", "--out", "t");
        Assert.Equal("0 0 0 0 1", taken.Json().GetProperty("architecture").GetString());

        var refused = await _work.Enas("train", "--job", "tiny.json", "--dialect", "darts", "--arch", OneOfTwo, "--out", "u");
        Assert.Equal(64, refused.ExitCode);
        Assert.Contains("mean of the nodes 2; in this space it is that of 1, 2 (space.output = \"loose-ends\")",
            refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_work.Root, "u")));

        var printed = await _work.Enas(
            "train", "--job", "tiny-macro.json", "--set", "space.layers=3", "--arch", PrintedMacro, "--json", "--out", "m");
        Assert.Equal("2 3 0 0 1 0", printed.Json().GetProperty("architecture").GetString());
    }

    [Theory]
    [InlineData("enas-rn",
        "neither tokens nor the name of a published architecture - did you mean \"enas-rnn\"?; names: enas-rnn enas-macro enas-micro rhn")]
    [InlineData("enas-macro", "enas-macro is of the space macro-cnn, not of rnn-cell")]
    [InlineData(LooseEnds, "add --dialect darts")]
    public async Task What_is_not_understood_is_answered_with_the_way_out(string given, string words)
    {
        var result = await _work.Enas("train", "--job", "tiny.json", "--arch", given);
        Assert.Equal(64, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_draws_a_given_architecture_in_its_own_space()
    {
        await _work.TinySearch("search");
        Assert.Equal((await _work.Enas("draw", "search", "--arch", "0 0 0 0 1")).Output,
            (await _work.Enas("draw", "search", "--dialect", "darts", "--arch", LooseEnds)).Output);
        Assert.Contains("the space has 3", (await _work.Enas("draw", "search", "--arch", "enas-rnn")).Error, StringComparison.Ordinal);
    }
}
