using CsCheck;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Spaces.MacroCnn;
using Enas.Pipeline.Spaces.MicroCnn;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tests.Spaces;
using Enas.TestKit;

namespace Enas.Pipeline.Tests.Catalogs;

/// <summary>Architectures as other programs print and publish them.</summary>
public sealed class ArchitectureDialectsTests
{
    private static readonly MacroCnnSpace s_macro = new(4, Enum.GetValues<MacroOperation>());
    private static readonly MicroCnnSpace s_micro = new(5, Enum.GetValues<MicroOperation>());

    /// <summary>The reference implementation prints a NumPy array for each layer; one that is long goes over several lines.</summary>
    [Fact]
    public void Printed_macro_lines_are_the_bare_numbers() => SpaceProperties.Architectures(
        Gen.Int[1, 14].Select(layers => new MacroCnnSpace(layers, Enum.GetValues<MacroOperation>())),
        (space, architecture) =>
        {
            var tokens = architecture.Tokens.Split(' ');
            var lines = Enumerable.Range(0, space.LayerCount).Select(Printed).ToArray();
            Assert.Equal(architecture, ArchitectureDialects.Parse(space, "official", string.Join('\n', lines)));
            Assert.Equal(architecture, ArchitectureDialects.Parse(space, "official", $"[{string.Join(", ", lines)}]"));
            Assert.Equal(architecture, ArchitectureDialects.Parse(space, "official", $"[{architecture.Tokens}]"));
            Assert.Equal(architecture, ArchitectureDialects.Parse(space, "official", architecture.Tokens));
            Assert.True(space.LayerCount == 1 || ArchitectureDialects.SpaceOf("official", string.Join('\n', lines)) == MacroCnnSpace.Name);

            string Printed(int layer) => $"[{string.Join(
                layer > 5 ? "\n " : "  ",
                tokens[MacroCnnSpace.FirstDecisionOf(layer)..MacroCnnSpace.FirstDecisionOf(layer + 1)])}]";
        });

    [Fact]
    public void Printed_micro_lines_and_plain_numbers_are_the_two_cells() => SpaceProperties.Architectures(
        Gen.Int[1, 7].Select(nodes => new MicroCnnSpace(nodes, Enum.GetValues<MicroOperation>())),
        (space, architecture) =>
        {
            var cells = architecture.Tokens.Split(" / ");
            var printed = $"[{cells[0]}]\n[{cells[1]}]";
            Assert.Equal(architecture, ArchitectureDialects.Parse(space, "official", printed));
            Assert.Equal(architecture, ArchitectureDialects.Parse(space, "official", $"{cells[0]} {cells[1]}"));
            Assert.Equal(architecture, ArchitectureDialects.Parse(space, "official", $"[{cells[0]}] / [{cells[1]}]"));
            Assert.Equal(architecture, ArchitectureDialects.Parse(space, "official", architecture.Tokens));
            Assert.Equal(MicroCnnSpace.Name, ArchitectureDialects.SpaceOf("official", printed));
        });

    [Fact]
    public void A_printed_recurrent_line_is_the_bare_numbers()
    {
        var published = PublishedArchitectures.Find("enas-rnn")!.Tokens;
        Assert.Equal(published, ArchitectureDialects.Parse(Cells(12), "official", $"[{published}]\n").Tokens);
        Assert.Equal(RnnCellSpace.Name, ArchitectureDialects.SpaceOf("official", $"[{published}]"));
        Assert.Equal("0 0 1 1 3", ArchitectureDialects.Parse(Cells(3), "enas-lm", "[0 1\n 1 2]").Tokens);
    }

    [Theory]
    [InlineData("[2]\n[3 0]\n[0 1]\n[3 1 0 1]", "layer 2: 2 numbers in its brackets; it has 3")]
    [InlineData("[2]\n[3 0]\n[0 1 0]", "6 tokens; a network of 4 layers has 10")]
    [InlineData("[2]\n[3 x]", "token 3 is \"x\"")]
    [InlineData("[2] val_acc=0.5", "\"val_acc=0.5\" stands outside the brackets, from character 5 on")]
    [InlineData("[2 [3 0]]", "\"2\" stands before the list")]
    [InlineData("[2]]", "the bracket at character 4 closes nothing")]
    [InlineData("[2] [3", "the text ends inside a bracket")]
    [InlineData("enas-mcro", "did you mean \"enas-macro\"?; names: enas-rnn enas-macro enas-micro rhn")]
    [InlineData("enas-micro", "enas-micro is of the space micro-cnn, not of macro-cnn")]
    [InlineData("(1, 2)", "add --dialect darts")]
    [InlineData("{\"a\": 1}", "add --dialect katib")]
    public void What_is_no_macro_network_is_named(string text, string message) => Refused(message, s_macro, "official", text);

    [Theory]
    [InlineData("[0 0 1 0]\n[0 0 1]", "4 tokens in the normal cell and 3 in the reduction cell")]
    [InlineData("[0 0 1 0]\n[0 0 1 0]\n[0 0 1 0]", "3 lists in brackets; a micro architecture has two")]
    [InlineData("0 0 1 0 0 0 1",
        "7 tokens; a micro architecture has four for each node of the normal cell, then as many for the reduction cell")]
    [InlineData("0 0 1 0 0 0 1 0", "the normal cell has 1 node, the space has 5")]
    [InlineData("0 / 1 / 2", "2 slashes")]
    [InlineData("", "0 tokens")]
    public void What_is_no_pair_of_cells_is_named(string text, string message) => Refused(message, s_micro, "official", text);

    [Fact]
    public void Two_lists_are_no_recurrent_cell() =>
        Refused("2 lists in brackets; a recurrent cell is one", Cells(2), "official", "[0] [0 1]");

    /// <summary>The ENAS cell as the DARTS authors wrote it down averages the nodes that no other reads.</summary>
    [Fact]
    public void A_genotype_says_which_nodes_are_averaged()
    {
        const string Genotype = "ENAS = Genotype(recurrent = [('tanh', 0), ('tanh', "
            + "1), ('relu', 1), ('tanh', 3), ('tanh', 3), ('relu', 3)], concat = [6, 2, 4, 5])";
        var cell = RnnCellDialects.ParseDarts(Genotype);
        Assert.Equal([2, 4, 5, 6], cell.StatedOutput!);
        Assert.Equal("0 0 0 1 0 1 1 3 0 3 0 3 1", ArchitectureDialects.Parse(Cells(7), "darts", Genotype).Tokens);
        Refused("mean of the nodes 2, 4, 5, 6; in this space it is that of 1, 2, 3, 4, 5, 6 (space.output "
            + "= \"all-but-first\"). A job whose space.output is \"loose-ends\" has it", Cells(7, "all-but-first"), "darts", Genotype);
        Assert.Null(RnnCellDialects.ParseDarts("[('tanh', 0)]").StatedOutput);
    }

    [Fact]
    public void A_concat_that_no_space_has_is_refused_and_one_that_the_space_has_is_taken()
    {
        Refused("No value of space.output has those nodes", Cells(3), "darts", "recurrent=[('relu', 0), ('relu', 1)], concat=[1]");
        Assert.Equal("0 0 1 1 1", ArchitectureDialects.Parse(
            Cells(3, "all-but-first"), "darts", "recurrent=[('relu', 0), ('relu', 1)], concat=range(1, 3)").Tokens);
        Assert.Equal("0 0 1 1 1", ArchitectureDialects.Parse(
            Cells(3, "all-nodes"), "darts", "Genotype(recurrent=[[\"relu\", 0], (\"relu\", 1),], concat=(0, 1, 2))").Tokens);
    }

    [Theory]
    [InlineData("Genotype(recurrent=[('relu' 0)], concat=range(1, 2))", "character 29 of the genotype: expected ','")]
    [InlineData("Genotype(recurrent=[('relu', 0)], concat=range(1, 3))", "concat is 1, 2; allowed: nodes 0 to 1")]
    [InlineData("Genotype(recurrent=[('relu', 0)], concat=[])", "concat is empty; allowed: nodes 0 to 1")]
    [InlineData("Genotype(recurrent=[('relu', 0)], concat=[1, 1])", "concat is 1, 1; allowed")]
    [InlineData("Genotype(recurrent=[('relu', 0)]", "expected ')', there is nothing more")]
    [InlineData("Genotype(recurrent=[('relu', 0)]) x", "expected the end, there is \"x\"")]
    [InlineData("Genotype(recurrent=[('relu', 0)], recurrent=[])", "the genotype says recurrent twice")]
    [InlineData("Genotype(recurrent=[('relu', 0)], concat=range(1, 999999999))", "range(1, 999999999) is not a range of nodes")]
    [InlineData("Genotype(recurrent=[('none', 0)])", "\"none\" is not an activation; allowed: tanh relu identity sigmoid")]
    [InlineData("Genotype(recurrent=[('sigmiod', 0)])", "did you mean \"sigmoid\"?; allowed: tanh relu identity sigmoid")]
    [InlineData("Genotype(recurrent=[('relu', 1)])", "node 1: index 1; allowed: 0 to 0")]
    [InlineData("Genotype(normal=[('skip_connect', 1)])", "the genotype says normal; a recurrent cell's says recurrent and concat")]
    [InlineData("Genotype(recurrent=[('\u001b[31m', 0)])", "\"\\x1b[31m\" is not an activation")]
    public void A_wrong_genotype_is_named(string text, string message) => Refused(message, Cells(2), "darts", text);

    [Fact]
    public void A_genotype_of_convolutional_cells_is_read_where_the_space_can_say_it()
    {
        var space = new MicroCnnSpace(2, Enum.GetValues<MicroOperation>());
        const string Cell = "[('sep_conv_3x3', 1), ('sep_conv_5x5', 0), ('skip_connect', 0), ('avg_pool_3x3', 1)]";
        const string Other = "[('max_pool_3x3', 0), ('max_pool_3x3', 1), ('skip_connect', 2), ('max_pool_3x3', 0)]";
        var whole = $"Genotype(normal={Cell}, normal_concat=[2, 3], reduce={Other}, reduce_concat=[3])";
        Assert.Equal("1 0 0 1 0 4 1 2 / 0 3 1 3 2 4 0 3", ArchitectureDialects.Parse(space, "darts", whole).Tokens);
        Assert.Equal("1 0 0 1 0 4 1 2 / 0 3 1 3 2 4 0 3",
            ArchitectureDialects.Parse(space, "darts", $"normal={Cell}, reduce={Other}").Tokens);
        Assert.Equal(MicroCnnSpace.Name, ArchitectureDialects.SpaceOf("darts", whole));
        Assert.Equal(RnnCellSpace.Name, ArchitectureDialects.SpaceOf("darts", "[('tanh', 0)]"));

        var all = whole.Replace("reduce_concat=[3]", "reduce_concat=range(2, 4)", StringComparison.Ordinal);
        Refused("the reduction cell's output is the concat of the entries 2, "
            + "3; in this space it is that of the entries that nothing reads: 3", space, "darts", all);
        Assert.Equal([2, 3], MicroCnnDialects.ParseDarts(all).Reduction.Output);
    }

    [Theory]
    [InlineData("dil_conv_3x3", "normal, node 0: \"dil_conv_3x3\" is not an operation of this space; allowed: sep_conv_3x3")]
    [InlineData("sep_conv_7x7", "\"sep_conv_7x7\" is not an operation of this space; allowed")]
    [InlineData("sep_conv3x3", "did you mean \"sep_conv_3x3\"?")]
    public void An_operation_that_the_space_has_not_is_named(string operation, string message) =>
        Refused(message, s_micro, "darts", $"Genotype(normal=[('{operation}', "
            + $"0), ('skip_connect', 1)], normal_concat=[2], reduce=[('skip_connect', 0), ('skip_connect', 1)], reduce_concat=[2])");

    [Theory]
    [InlineData("normal=[('skip_connect', 0)]", "normal has 1 ('operation', index) pairs; a cell has two for each node")]
    [InlineData("normal=[('skip_connect', 0), ('skip_connect', 2)]", "normal, node 0: index 2; allowed: 0 to 1")]
    [InlineData("normal=[('skip_connect', 0), ('skip_connect', 1)], normal_concat=[3]", "normal_concat is 3; allowed: 0 to 2")]
    [InlineData("normal=[('skip_connect', 0), ('skip_connect', 1)]", "reduce has 0 ('operation', index) pairs")]
    [InlineData("[('skip_connect', 0)]", "the genotype says a list without a name")]
    public void A_wrong_genotype_of_convolutional_cells_is_named(string text, string message) => Refused(message, s_micro, "darts", text);

    private const string AssignedArchitecture =
        """{"name": "architecture", "value": "[[1], [0, 1], [2, 0, 1], [0, 0, 0, 0]]"}""";

    public static TheoryData<string> KatibForms => new(
        $$"""{"architecture": [[1], [0, 1], [2, 0, 1], [0, 0, 0, 0]], "nn_config": {{Configuration}}}""",
        $$"""[{"name": "lr", "value": "0.1"}, {{AssignedArchitecture}}, {"name": "nn_config", "value": "{{SingleQuoted}}"}]""",
        $$"""
        {"name": "trial", "parameterAssignments": [{{AssignedArchitecture}}, {"name": "nn_config", "value": "{{SingleQuoted}}"}]}
        """,
        $"[[1], [0, 1], [2, 0, 1], [0, 0, 0, 0]]\n{SingleQuoted}");

    [Theory]
    [MemberData(nameof(KatibForms))]
    public void What_Katib_says_of_a_trial_is_read_by_what_its_numbers_stand_for(string text)
    {
        Assert.Equal("3 0 1 5 0 1 0 0 0 0", ArchitectureDialects.Parse(s_macro, "katib", text).Tokens);
        Assert.Equal(MacroCnnSpace.Name, ArchitectureDialects.SpaceOf("katib", text));
    }

    [Theory]
    [InlineData("[[0]]", "no nn_config, without which its numbers mean nothing")]
    [InlineData("{\"nn_config\": {}}", "no architecture")]
    [InlineData("{\"architecture\": [[0]], \"nn_config\": {}}", "nn_config has no embedding")]
    [InlineData("[[0], [1]] {'embedding': {'0': {'opt_type': 'convolution', 'opt_params': {'filter_size': 3}}}}",
        "layer 1: [1]; it has 2 numbers")]
    [InlineData("[[7]] {'embedding': {}}", "layer 0: the embedding does not say what operation 7 is")]
    [InlineData("[[0]] {'embedding': {'0': {'opt_type': 'depthwise_convolution', 'opt_params': {'filter_size': 3}}}}",
        "layer 0: depthwise_convolution of size 3 and stride 1 is not an operation of this space; allowed: convolution")]
    [InlineData("[[0]] {'embedding': {'0': {'opt_type': 'convolution', 'opt_params': {'filter_size': '7', 'stride': '1'}}}}",
        "convolution of size 7 and stride 1")]
    [InlineData("[[0]] {'embedding': {'0': {'opt_type': 'convolution', 'opt_params': {'filter_size': '3', 'stride': '2'}}}}",
        "convolution of size 3 and stride 2")]
    [InlineData("[[0]] {'embedding': {'0': {'opt_type': 'reduction', 'opt_params': {'reduction_type': 'max_pooling', 'pool_size': 3}}}}",
        "max_pooling of size 3 and stride 3")]
    [InlineData("[[0]] {'embedding': {'0': {'opt_type': 'seprable_convolution', 'opt_params': {}}}}",
        "did you mean \"separable_convolution\"?")]
    [InlineData("[[0]] {'embedding'", "not JSON at line 1")]
    [InlineData("1 2 3", "3 JSON values")]
    public void A_trial_that_the_space_cannot_say_is_named(string text, string message) =>
        Refused(message, new MacroCnnSpace(2, Enum.GetValues<MacroOperation>()), "katib", text);

    [Fact]
    public void A_dialect_that_a_space_has_not_is_answered_with_those_that_it_has()
    {
        Refused("macro-cnn has no dialect \"darts\"; allowed: official katib", s_macro, "darts", "[('tanh', 0)]");
        Refused("micro-cnn has no dialect \"enas-lm\"; allowed: official darts", s_micro, "enas-lm", "0 1");
        Refused("rnn-cell has no dialect \"katib\"; allowed: official enas-lm darts", Cells(2), "katib", "[[0]]");
        Refused("\"dart\" is not a dialect - did you mean \"darts\"?; allowed: official enas-lm darts katib", Cells(2), "dart", "0 0 0");
    }

    private const string Configuration =
        """
        {"num_layers": 4, "input_sizes": [32, 32, 3], "output_sizes": [10], "embedding": {
          "0": {"opt_id": 0, "opt_type": "convolution", "opt_params": {"filter_size": "3", "num_filter": "32", "stride": "1"}},
          "1": {"opt_id": 1, "opt_type": "separable_convolution", "opt_params": {"filter_size": "5", "num_filter": "96", "stride": "1", "depth_multiplier": "1"}},
          "2": {"opt_id": 2, "opt_type": "reduction", "opt_params": {"reduction_type": "max_pooling", "pool_size": 3, "stride": 1}}}}
        """;

    private static string SingleQuoted => Configuration.Replace('"', '\'').Replace("\n", string.Empty, StringComparison.Ordinal);

    private static RnnCellSpace Cells(int nodes, string output = "loose-ends") => new(TestJobs.Space(nodes, output: output));

    private static void Refused(string message, SearchSpace space, string dialect, string text) =>
        Assert.Contains(message, Assert.Throws<ArchitectureFormatException>(() => ArchitectureDialects.Parse(space, dialect, text)).Message,
            StringComparison.Ordinal);
}
