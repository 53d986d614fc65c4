using CsCheck;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Spaces.RnnCell;
using Enas.Pipeline.Tensors;

namespace Enas.Pipeline.Tests.Spaces.RnnCell;

public sealed class RnnCellDialectsTests
{
    private const string PublishedOfficial = "0 0 0 1 1 2 1 2 0 2 0 5 1 1 0 6 1 8 1 8 1 8 1";
    private const string PublishedEnasLm = "0 2 1 0 2 1 2 2 4 0 5 0 3 2 6 2";
    private const string PublishedDarts = "0 2 1 1 1 1 1 3 2 0 5 2 3 0 5 1";

    internal static readonly Gen<RecurrentCell> Cells =
        from nodes in Gen.Int[2, 12]
        from sources in Gen.Int[0, int.MaxValue - 1].Array[nodes]
        from activations in Gen.Int[0, 3].Array[nodes]
        select new RecurrentCell([.. sources.Select((s, i) => i == 0 ? 0 : s % i)],
            [.. activations.Select((a, i) => (Activation)(i == 0 ? 0 : a))]);

    [Fact]
    public void The_published_official_cell_has_23_tokens_and_round_trips()
    {
        var cell = RnnCellDialects.ParseOfficial(PublishedOfficial);
        Assert.Equal(12, cell.NodeCount);
        Assert.Equal([0, 0, 1, 2, 2, 2, 5, 1, 6, 8, 8, 8], cell.Sources);
        Assert.Equal([3, 4, 7, 9, 10, 11], cell.LooseEnds);
        Assert.Equal(PublishedOfficial, RnnCellDialects.PrintOfficial(cell));
    }

    [Theory]
    [InlineData(PublishedEnasLm)]
    [InlineData(PublishedDarts)]
    public void The_published_enas_lm_cells_round_trip(string tokens)
    {
        var cell = RnnCellDialects.ParseEnasLm(tokens);
        Assert.Equal(9, cell.NodeCount);
        Assert.Equal(tokens, RnnCellDialects.PrintEnasLm(cell));
    }

    [Fact]
    public void Enas_lm_numbers_sigmoid_two_and_identity_three()
    {
        var cell = RnnCellDialects.ParseEnasLm("0 2 1 3");
        Assert.Equal([Activation.Tanh, Activation.Sigmoid, Activation.Identity], cell.Activations);
        Assert.Equal("0 0 3 1 2", RnnCellDialects.PrintOfficial(cell));
    }

    [Fact]
    public void A_darts_genotype_is_read_as_published()
    {
        var cell = RnnCellDialects.ParseDarts("Genotype(recurrent=[('sigmoid', "
            + "0), ('relu', 1), ('relu', 1), ('identity', 1), ('tanh', 2), ('sigmoid', 5), ('tanh', 3), ('relu', 5)], concat=range(1, 9))");
        Assert.Equal([0, 0, 1, 1, 1, 2, 5, 3, 5], cell.Sources);
        Assert.Equal(Activation.Identity, cell.Activations[4]);
        Assert.Equal(PublishedDarts, RnnCellDialects.PrintEnasLm(RnnCellDialects.ParseEnasLm(PublishedDarts)));
    }

    [Fact]
    public void Every_cell_round_trips_in_every_dialect() => Cells.Sample(
        cell => RnnCellDialects.Names.All(dialect =>
        {
            var back = RnnCellDialects.Parse(dialect, RnnCellDialects.Print(dialect, cell));
            return back.Sources.SequenceEqual(cell.Sources) && back.Activations.SequenceEqual(cell.Activations);
        }),
        seed: "0000KOIPe036",
        iter: 2000);

    [Theory]
    [InlineData("0 1 0", "node 1: index 1; allowed: 0 to 0")]
    [InlineData("4 0 0", "node 0: function 4; allowed: 0 tanh, 1 relu, 2 identity, 3 sigmoid")]
    [InlineData("0 0", "2 tokens; a cell of N nodes has 2N - 1: the function of node 0, then index and function of each node")]
    [InlineData("0 x 0", "token 2 is \"x\"; a token is a number from 0")]
    public void A_wrong_token_is_named(string tokens, string message) =>
        Assert.Equal(message, Assert.Throws<ArchitectureFormatException>(() => RnnCellDialects.ParseOfficial(tokens)).Message);
}
