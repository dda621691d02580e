"""What operators said of incidents, as labelled pictures to train on."""
